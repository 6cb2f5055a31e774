import assert from "node:assert/strict";
import { test } from "node:test";
import { didYouMean } from "../../../src/model/nearest.ts";

test("the nearest name is offered, whatever the case", () => {
	assert.equal(
		didYouMean("WEIGHT", ["port", "weight"]),
		'; did you mean "weight"?',
	);
	assert.equal(
		didYouMean("wegiht", ["height", "weight"]),
		'; did you mean "weight"?',
	);
});

test("of two as near, the one with the same first letter", () => {
	assert.equal(didYouMean("wr", ["rr", "wrr"]), '; did you mean "wrr"?');
});

test("a name that shares too little is not offered", () => {
	assert.equal(didYouMean("zone", ["vip", "page"]), "");
	assert.equal(didYouMean("x", []), "");
	assert.equal(didYouMean("", ["vip"]), "");
});
