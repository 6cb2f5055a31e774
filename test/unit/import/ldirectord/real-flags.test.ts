import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { realFlags } from "../../../../src/import/ldirectord/real-flags.ts";

const none = {
	weight: 1,
	lower: 0,
	upper: 0,
	dropped: [],
	asks: undefined,
};

suite("what stands behind the forwarding of a real server", () => {
	for (const [written, expected] of [
		["", none],
		["  ", none],
		[" 5", { ...none, weight: 5 }],
		[" 0", { ...none, weight: 0 }],
		// as the words of ipvsadm are
		[" -w 3", { ...none, weight: 3, dropped: ["-w"] }],
		[
			' "index.html","ok"',
			{ ...none, asks: { request: "index.html", receive: "ok" } },
		],
		[
			' 2 "index.html", "ok" l:5 u:200',
			{
				...none,
				weight: 2,
				asks: { request: "index.html", receive: "ok" },
				...{ lower: 5, upper: 200 },
			},
		],
		[
			' "index.html" ""',
			{ ...none, asks: { request: "index.html", receive: "" } },
		],
		["5", '"5" is left over there'],
		[" weight", '"weight" is left over there'],
		[' "index.html"', '""index.html"" is left over there'],
		// ldirectord looks for the upper limit behind the lower one
		[" u:200 l:5", { ...none, lower: 5, dropped: ["u:200"] }],
	] as const)
		test(JSON.stringify(written), () => {
			const found = realFlags(written);
			assert.deepEqual(found, expected);
		});
});
