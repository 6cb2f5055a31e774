import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declareRules } from "../../../src/import/declare-rules.ts";
import { readRules } from "../../../src/import/read-rules.ts";

const good =
	"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 3\n";

/** What the check of the model refuses, with what is said of the lines after the two good rules. */
const atTheDoor: readonly (readonly [string, readonly string[]])[] = [
	[
		"-A -t 10.0.0.1:81 -s nosuch\n-a -t 10.0.0.1:81 -r 10.0.0.2",
		[
			'3: unknown scheduler "nosuch"; known: rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, fo, ovf, mh, twos',
			"4: its service, line 3, cannot be declared",
		],
	],
	[
		"-A -u 10.0.0.1:53 -s rr -p 999999999\n-a -u 10.0.0.1:53 -r 10.0.0.2",
		[
			"3: expected a whole number from 1 to 2678400, got 999999999",
			"4: its service, line 3, cannot be declared",
		],
	],
	[
		"-a -t 10.0.0.1:80 -r 127.0.0.1\n-a -t 10.0.0.1:80 -r 10.0.0.3 -w 100000\n-a -t 10.0.0.1:80 -r 10.0.0.4 -x 1000 -y 2000\n-a -t 10.0.0.1:80 -r 10.0.0.5 -y 5",
		[
			"3: 127.0.0.1 is a loopback address; write an address a host can have",
			"4: expected a whole number from 0 to 65535, got 100000",
			"5: 2000 is more than upper, 1000; write at most that; declared without limits",
			"6: has no effect without `upper`, the limit that it ends; write both, or none; declared without limits",
		],
	],
	[
		"-a -t 10.0.0.1:80 -r 10.0.0.1",
		[
			"3: it has the address of the VIP, which is no real server's own; a director that serves too cannot be declared",
		],
	],
	[
		"-A -t 127.0.0.1:80 -s rr\n-a -t 127.0.0.1:80 -r 10.0.0.2",
		[
			"3: 127.0.0.1 is a loopback address; write an address a host can have",
			"4: its service, line 3, cannot be declared",
		],
	],
	[
		"-A -t 10.0.0.1:0 -s rr\n-a -t 10.0.0.1:0 -r 10.0.0.2",
		[
			'3: missing: with tcp "all" a client must stay with one real server; write `persistence: { seconds: 360 }`',
			"4: its service, line 3, cannot be declared",
		],
	],
	[
		"-A -t 10.0.0.1:81 -s rr\n-a -t 10.0.0.1:81 -r 10.0.0.2 -i --tun-type gue --tun-port 6080\n-a -t 10.0.0.1:81 -r 10.0.0.3 -i",
		[
			"3: its real servers have several tunnels, gue port 6080 and ipip: a cluster has one; give all the same",
			"4: its service, line 3, cannot be declared",
			"5: its service, line 3, cannot be declared",
		],
	],
	[
		"-A -t 10.0.0.1:81 -s rr\n-a -t 10.0.0.1:81 -r 10.0.0.2 -i\n-A -t 10.0.0.1:82 -s rr\n-a -t 10.0.0.1:82 -r 10.0.0.2 -i --tun-type gre",
		[
			"5: its tunnel is gre, and that of other services of this VIP is ipip: a cluster has one; give all the same",
			"6: its service, line 5, cannot be declared",
		],
	],
	[
		"-A -t 10.0.0.1:81 -s rr\n-a -t 10.0.0.1:81 -r 10.0.0.2 -i --tun-type gre --tun-port 5\n",
		[
			'3: gre has no port; leave it out, or write type: "gue"',
			"4: its service, line 3, cannot be declared",
		],
	],
];

suite("import declares what passes the check of the model", () => {
	for (const [text, said] of atTheDoor)
		test(`and names the rest: ${text.replaceAll("\n", ", ")}`, () => {
			const { clusters, unread } = declareRules(readRules(good + text));
			assert.deepEqual(
				unread.map(({ line, reason }) => `${line}: ${reason}`),
				said,
			);
			assert.deepEqual(
				clusters.map(({ vip, services }) => [vip, services["tcp-80"]]),
				[["10.0.0.1", { tcp: 80, scheduler: "rr" }]],
			);
		});
});

test("import puts services by a mark into the VIP that is named for them", () => {
	const text = `-A -t 10.0.0.1:80 -s rr
-a -t 10.0.0.1:80 -r 10.0.0.11 -g
-A -t 10.0.0.2:80 -s rr
-a -t 10.0.0.2:80 -r 10.0.0.11 -g
-A -f 3 -s rr
-a -f 3 -r 10.0.0.11:80 -g`;
	const services = (markVip?: string) =>
		declareRules(readRules(text), { markVip }).clusters.map(
			({ vip, services }) => [vip, ...Object.keys(services)].join(" "),
		);
	assert.deepEqual(services("10.0.0.2"), [
		"10.0.0.1 tcp-80",
		"10.0.0.2 tcp-80 mark-3",
	]);
	assert.deepEqual(services("10.0.0.3"), [
		"10.0.0.1 tcp-80",
		"10.0.0.2 tcp-80",
		"10.0.0.3 mark-3",
	]);
	assert.deepEqual(services(), ["10.0.0.1 tcp-80", "10.0.0.2 tcp-80"]);
});
