import assert from "node:assert/strict";
import { test } from "node:test";
import { askStanding } from "../../../../src/host/operations/standing.ts";

const asked = (stdout: string) =>
	askStanding(
		{
			host: "root@lb1",
			run: async () => ({ exit: 0, stdout, stderr: "" }),
		},
		"web",
	);
const run = "/run/pulumi-lvs/web-director";
const kept = "/var/lib/pulumi-lvs/web-director";

test("how a director stands: its files, and whether its kernel hears of connections", async () => {
	assert.deepEqual(
		await asked(
			`${run}/role:fault 1700000000
${kept}/out:1
${run}/check:2 1700000000
${run}/check:/look a:b
master sync daemon (mcast=eth1, syncid=37, maxlen=100)
backup sync daemon (mcast=eth1, syncid=37, maxlen=100)
`,
		),
		{
			found: {
				role: "fault",
				since: 1700000000,
				takenOut: true,
				failedCheck: "/look a:b exits with 2",
			},
			hears: true,
		},
	);
});

test("one that does not agree with others, and hears nothing", async () => {
	assert.deepEqual(
		await asked(`${kept}/out:0\nmaster sync daemon (mcast=eth1, syncid=37)\n`),
		{ found: undefined, hears: false },
	);
});
