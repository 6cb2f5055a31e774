import assert from "node:assert/strict";
import { test } from "node:test";
import { wrongClocks } from "../../../src/smoke/wrong-clocks.ts";

test("real servers whose web servers have another time are named", () => {
	const at = (realServer: string, seconds: number | undefined) => ({
		realServer,
		at: seconds,
	});
	assert.equal(wrongClocks([]), undefined);
	assert.equal(
		wrongClocks([
			at("rs1", 1000),
			at("rs2", 1060),
			at("", 9e9),
			at("rs3", undefined),
		]),
		undefined,
	);
	assert.equal(
		wrongClocks([at("rs1", 1000), at("rs2", 260_205), at("rs3", 1010)]),
		"the clock of rs2 is 3 days ahead of that of rs1",
	);
});
