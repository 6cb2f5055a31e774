import assert from "node:assert/strict";
import { test } from "node:test";
import { filters } from "../../../../../src/host/look/facts/filters.ts";
import { director } from "../../change/example.ts";

const parse = (...lines: string[]) =>
	filters.parse(
		{ lines, texts: new Map(), family: "debian", owner: "web-director" },
		director,
	);
const unlisted = [
	"nft, which lists the rules of nftables, is not there or failed",
];

test("rules that nobody could list are told as unread, and never as none", () => {
	for (const lines of [
		["unlisted"],
		["nft Error: syntax error, unexpected list"],
		["nft {}"],
		["nft null"],
	])
		assert.deepEqual(
			parse(...lines),
			{ chains: [], unread: unlisted },
			lines[0],
		);
});

test("an empty listing is one without rules", () => {
	assert.deepEqual(parse('nft {"nftables": []}'), { chains: [], unread: [] });
	assert.deepEqual(parse(), { chains: [], unread: [] });
});
