import assert from "node:assert/strict";
import { test } from "node:test";
import { askStanding } from "../../../../src/host/operations/standing.ts";
import { answering } from "./answering.ts";

/** @param sections name -> what a director prints there. */
const asked = (sections: Readonly<Record<string, string>>) =>
	askStanding(answering(sections), "web");
const run = "/run/pulumi-lvs/web-director";
const kept = "/var/lib/pulumi-lvs/web-director";

test("how a director stands: its files, its problems, whether its kernel hears of connections, and which services serve", async () => {
	assert.deepEqual(
		await asked({
			files: `${run}/role:fault 1700000000
${kept}/out:1
${run}/check:2 1700000000
${run}/check:/look a:b`,
			problems: "keepalived of lvs-web-failover stands still",
			daemons: `master sync daemon (mcast=eth1, syncid=37, maxlen=100)
backup sync daemon (mcast=eth1, syncid=37, maxlen=100)`,
			table: `-A -t 172.18.0.70:80 -s rr
-a -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 0
-a -t 172.18.0.70:80 -r 172.18.0.68:80 -g -w 1
-A -f 7 -s wrr
-a -f 7 -r 172.18.0.67:0 -g -w 0
-A -f 8 -s rr`,
		}),
		{
			found: {
				role: "fault",
				since: 1700000000,
				takenOut: true,
				failedCheck: "/look a:b exits with 2",
			},
			problems: ["keepalived of lvs-web-failover stands still"],
			hears: true,
			serves: { "-t 172.18.0.70:80": true, "-f 7": false, "-f 8": false },
		},
	);
});

test("one that does not agree with others, and hears nothing", async () => {
	assert.deepEqual(
		await asked({
			files: `${kept}/out:0`,
			daemons: "master sync daemon (mcast=eth1, syncid=37)",
		}),
		{ found: undefined, problems: [], hears: false, serves: {} },
	);
});
