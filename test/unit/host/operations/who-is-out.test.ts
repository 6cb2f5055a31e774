import assert from "node:assert/strict";
import { test } from "node:test";
import { whoIsOut } from "../../../../src/host/operations/who-is-out.ts";
import { answering } from "./answering.ts";

const asked = (sections: Readonly<Record<string, string>>) =>
	whoIsOut(answering(sections), "web-director", {
		vip: "172.18.0.70",
		checks: {},
	});

test("who is out on a director, and whether it has the VIP", async () => {
	assert.deepEqual(
		await asked({
			vip: "3: eth0    inet 172.18.0.70/32 scope global eth0",
			drained: "1000\n172.18.0.67 0",
			layers: "-t 172.18.0.70:80 172.18.0.67:80 0 drain",
		}),
		{
			hasVip: true,
			drained: { "172.18.0.67": "when lifted" },
			layers: {
				"-t 172.18.0.70:80 -r 172.18.0.67:80": { weight: 0, by: "drain" },
			},
			health: {},
		},
	);
});

test("one that waits has not, also where it has the address as a real server", async () => {
	for (const vip of ["", "1: lo    inet 172.18.0.70/32 scope global lo"])
		assert.equal((await asked({ vip })).hasVip, false);
});
