import assert from "node:assert/strict";
import { test } from "node:test";
import { formatStatus } from "../../../../src/cli/status/format-status.ts";
import type { Status } from "../../../../src/cli/status/read-status.ts";
import type { RealServerStatus } from "../../../../src/cli/status/services-of-host.ts";
import { statusJson } from "../../../../src/cli/status/status-json.ts";
import { serverKey } from "../../../../src/ipvs/key.ts";
import { parseRule } from "../../../../src/ipvs/parse-rule.ts";
import type { ServerRule, ServiceRule } from "../../../../src/ipvs/rule.ts";

const counters = {
	active: 1,
	inactive: 2,
	persistent: 3,
	connections: 4,
	packetsIn: 5,
	packetsOut: 6,
	bytesIn: 7,
	bytesOut: 8,
	rate: 9,
};
const key = "-t 172.18.0.70:80";
const service = (attributes: string) =>
	parseRule(key, attributes) as ServiceRule;
const server = (attributes: string) =>
	parseRule(serverKey(key, "172.18.0.67:80"), attributes) as ServerRule;
const none = { times: 0, kept: [] };
const line = (
	realServer: Partial<RealServerStatus>,
	more: { found?: ServiceRule | undefined } = {},
) =>
	formatStatus({
		services: [
			{
				service: "-t 172.18.0.70:80",
				director: "lb",
				seen: true,
				declared: service("-s wrr"),
				found: service("-s wrr"),
				counters,
				...more,
				realServers: [
					{
						name: "rs1",
						address: "172.18.0.67:80",
						declared: server("-g -w 2"),
						found: server("-g -w 2"),
						counters,
						...realServer,
					},
				],
			},
		],
		problems: [],
		hosts: [],
	})
		.split("\n")
		.map((text) => text.trim().replace(/ {2,}/g, " | "));

test("a service with its scheduler, a real server with its weight, and their counters", () => {
	assert.deepEqual(line({}).slice(1, 3), [
		"-t 172.18.0.70:80 | wrr | 1 | 2 | 3 | 4 | 5/6 | 7/8 | 9",
		"rs1 172.18.0.67:80 | 2 | 1 | 2 | 3 | 4 | 5/6 | 7/8 | 9",
	]);
});

test("a stack without a cluster has its hosts alone", () => {
	const host = { component: "sites", role: "website", name: "rs1" };
	assert.equal(
		formatStatus({
			services: [],
			problems: [],
			hosts: [{ ...host, drift: [], remarks: [], refused: [], putBack: none }],
		}),
		"sites website rs1: as declared",
	);
});

const remarks: readonly (readonly [
	string,
	Partial<RealServerStatus>,
	RegExp,
])[] = [
	["missing", { found: undefined, counters: undefined }, /\| 2 \| -.*MISSING$/],
	["another weight", { found: server("-g -w 7") }, /\| 2, found 7 \|.*\| 9$/],
	[
		"another way",
		{ found: server("-m -w 2") },
		/\| 2 \|.*declared -g -w 2, found -m -w 2$/,
	],
	[
		"drained",
		{ found: server("-g -w 0"), drainedUntil: 0 },
		/drained until lvsctl undrain$/,
	],
	[
		"drained for a time",
		{ found: server("-g -w 0"), drainedUntil: 1800000000 },
		/drained until 2027-01-15T08:00:00.000Z$/,
	],
];
for (const [name, realServer, expected] of remarks)
	test(`a real server that is ${name}`, () =>
		assert.match(line(realServer)[2] ?? "", expected));

test("a service that is missing, and one that differs", () => {
	assert.match(line({}, { found: undefined })[1] ?? "", /\| wrr \|.*MISSING$/);
	assert.match(
		line({}, { found: service("-s rr") })[1] ?? "",
		/\| rr \|.*declared -s wrr$/,
	);
});

test("hosts: as declared, or what up would do", () => {
	const host = { component: "web", role: "director", name: "lb" };
	const text = formatStatus({
		services: [],
		problems: [],
		hosts: [
			{ ...host, drift: [], remarks: [], refused: [], putBack: none },
			{
				...host,
				drift: ["start apache2.service: not active"],
				remarks: ["keepalived.service is active here"],
				putBack: {
					times: 9,
					kept: [
						{
							found: "answers: not all through 10.88.0.66",
							why: "NetworkManager was at work, as the journal tells",
							times: 1,
							last: 1800000000,
						},
						{
							found: "vip 172.18.0.70: missing",
							why: "systemd-networkd was started",
							times: 2,
							last: 1800000060,
						},
					],
				},
				refused: [],
			},
		],
	});
	assert.match(text, /^web director lb: as declared$/m);
	assert.match(
		text,
		/^web director lb: up would\n {2}start apache2.service: not active\nweb director lb: note: keepalived.service is active here$/m,
	);
	assert.deepEqual(text.split("\n").slice(-4), [
		"web director lb: put back by itself since the host started, 9 times; found:",
		"  6 times earlier, in its journal",
		"  once, last 2027-01-15T08:00:00.000Z: answers: not all through 10.88.0.66; why: NetworkManager was at work, as the journal tells",
		"  2 times, last 2027-01-15T08:01:00.000Z: vip 172.18.0.70: missing; why: systemd-networkd was started",
	]);
});

test("several directors: what each is, and how many connections it knows", () => {
	const director = (
		name: string,
		role: "active" | "standby" | "fault",
		openConnections: number,
		failedCheck?: string,
	) => ({
		component: "web",
		role: "director",
		name,
		drift: [],
		remarks: [],
		refused: [],
		putBack: none,
		failover: {
			vip: "172.18.0.70",
			hasVip: role === "active",
			found: {
				role,
				since: 1800000000,
				takenOut: false,
				...(failedCheck === undefined ? {} : { failedCheck }),
			},
			openConnections,
		},
	});
	const text = formatStatus({
		services: [],
		problems: [],
		hosts: [
			director("lb1", "active", 34),
			director("lb2", "standby", 1),
			director("lb3", "fault", 0),
			director("lb4", "fault", 0, "/look exits with 1"),
		],
	});
	const since = "since 2027-01-15T08:00:00.000Z";
	assert.deepEqual(text.split("\n").slice(-8), [
		"web director lb1: as declared",
		`web director lb1: active, has 172.18.0.70 ${since}; knows 34 open connections`,
		"web director lb2: as declared",
		`web director lb2: standby ${since}; knows 1 open connection`,
		"web director lb3: as declared",
		`web director lb3: takes no VIP ${since}, as one of its links is down; knows 0 open connections`,
		"web director lb4: as declared",
		`web director lb4: takes no VIP ${since}, as its check fails: /look exits with 1; knows 0 open connections`,
	]);
});

test("a director that is away: its services are declared and not seen, and the host says why", () => {
	const text = formatStatus({
		services: [
			{
				service: "-t 172.18.0.70:80",
				director: "lb",
				seen: false,
				declared: service("-s wrr"),
				found: undefined,
				counters: undefined,
				realServers: [
					{
						name: "rs1",
						address: "172.18.0.67:80",
						declared: server("-g -w 2"),
						found: undefined,
						counters: undefined,
					},
				],
			},
		],
		problems: [],
		hosts: [
			{
				component: "web",
				role: "director",
				name: "lb",
				drift: [],
				remarks: [],
				putBack: none,
				refused: [],
				unseen: "root@192.0.2.1:22: connect: no answer",
			},
			{
				component: "web",
				role: "real-server",
				name: "rs1",
				drift: [],
				remarks: [],
				putBack: none,
				refused: [],
			},
		],
	});
	assert.doesNotMatch(text, /MISSING/);
	assert.match(text, /^-t 172\.18\.0\.70:80 .*not seen$/m);
	assert.match(text, /^ {2}rs1 172\.18\.0\.67:80 .*not seen$/m);
	assert.match(
		text,
		/^web director lb: not seen: root@192\.0\.2\.1:22: connect: no answer$/m,
	);
	assert.match(text, /^web real-server rs1: as declared$/m);
});

test("a host that up would refuse is not called as declared", () => {
	const host = { component: "web", role: "director", name: "lb" };
	const refused = ["table inet fw drops answers. Let them through"];
	assert.equal(
		formatStatus({
			services: [],
			problems: [],
			hosts: [{ ...host, drift: [], remarks: [], refused, putBack: none }],
		})
			.split("\n")
			.at(-1),
		"web director lb: up would refuse: table inet fw drops answers. Let them through",
	);
});

test("as JSON, rules stand as ipvsadm prints them, and what is missing is left out", () => {
	const host = { component: "web", role: "director", name: "lb" };
	const status: Status = {
		services: [
			{
				service: key,
				director: "lb",
				seen: true,
				declared: service("-s wrr -p 60"),
				found: service("-s rr"),
				counters,
				realServers: [
					{
						name: "rs1",
						address: "172.18.0.67:80",
						declared: server("-g -w 2 -x 9 -y 5"),
						found: undefined,
						counters: undefined,
						drainedUntil: 0,
					},
				],
			},
		],
		problems: [],
		hosts: [{ ...host, drift: [], remarks: [], refused: [], putBack: none }],
	};
	assert.equal(
		JSON.stringify(statusJson(status)),
		JSON.stringify({
			services: [
				{
					service: key,
					director: "lb",
					seen: true,
					declared: "-s wrr -p 60",
					found: "-s rr",
					counters,
					realServers: [
						{
							name: "rs1",
							address: "172.18.0.67:80",
							declared: "-g -w 2 -x 9 -y 5",
							drainedUntil: 0,
						},
					],
				},
			],
			hosts: status.hosts,
			problems: [],
		}),
	);
});
