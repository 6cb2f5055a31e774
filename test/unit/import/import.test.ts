import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { declareRules } from "../../../src/import/declare-rules.ts";
import { formatDeclaration } from "../../../src/import/format-declaration.ts";
import { readRules } from "../../../src/import/read-rules.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { rulesOf } from "../../../src/render/rules.ts";
import { validDeclaration } from "../model/arbitrary.ts";

/** Rules of a cluster as lines of a file. */
const linesOf = (cluster: Cluster) => rulesOf(cluster).map(ruleLine);

/** The rules that an imported declaration renders to, when what rules do not tell is filled in. */
function rendered(text: string, marks: readonly (readonly number[])[] = []) {
	const { clusters, unread } = declareRules(readRules(text));
	const ports = [...marks];
	const lines = clusters.flatMap(({ services, realServers, ...cluster }) =>
		linesOf(
			clusterDoor.parse("web", {
				...cluster,
				directors: { lb: { host: { address: "lb" }, address: "172.18.0.66" } },
				realServers: Object.fromEntries(
					Object.entries(realServers).map(([name, realServer]) => [
						name,
						{ ...realServer, host: { address: name } },
					]),
				),
				services: Object.fromEntries(
					Object.entries(services).map(([name, service]) => [
						name,
						service.fwmark === undefined
							? service
							: { ...service, tcp: ports.shift() },
					]),
				),
			}),
		),
	);
	return { lines, unread };
}

suite("import", () => {
	test("of what a declaration renders to is that declaration again", () => {
		fc.assert(
			fc.property(validDeclaration, (declaration) => {
				const cluster = clusterDoor.parse("web", declaration);
				const marks = cluster.services.flatMap(({ match }) =>
					match.protocol === "fwmark" ? [match.tcp] : [],
				);
				// without a service on the VIP itself nothing says what the VIP is
				fc.pre(marks.length < cluster.services.length);
				const lines = linesOf(cluster);
				const again = rendered(lines.join("\n"), marks);
				assert.deepEqual(again.lines.sort(), lines.sort());
				assert.deepEqual(again.unread, []);
			}),
		);
	});

	test("takes what ipvsadm prints, with blanks, comments and the program's name", () => {
		const { lines, unread } = rendered(
			`# of the director
ipvsadm -A -t 10.0.0.1:80 -s sh -p 360 -M 255.255.255.0 -b sh-fallback,sh-port 

-a -t 10.0.0.1:80 -r 172.18.0.7:8080 -m -w 3
`,
		);
		assert.deepEqual(lines, [
			"-A -t 10.0.0.1:80 -s sh -p 360 -M 255.255.255.0 -b sh-fallback,sh-port",
			"-a -t 10.0.0.1:80 -r 172.18.0.7:8080 -m -w 3",
		]);
		assert.deepEqual(unread, []);
	});

	test("takes a script written by hand: the program by its path, a real server on the service's port", () => {
		const { lines, unread } = rendered(
			"/sbin/ipvsadm -A -t 10.0.0.1:80 -s rr\n/sbin/ipvsadm -a -t 10.0.0.1:80 -r 172.18.0.7 -m\n",
		);
		assert.deepEqual(lines, [
			"-A -t 10.0.0.1:80 -s rr",
			"-a -t 10.0.0.1:80 -r 172.18.0.7:80 -m -w 1",
		]);
		assert.deepEqual(unread, []);
	});

	const refused: readonly [string, string, string][] = [
		["nonsense", "hello", "not a rule as ipvsadm -Sn prints it"],
		["IPv6", "-A -t [2001:db8::1]:80 -s rr", "IPv6 is not supported yet"],
		["a mark of IPv6", "-A -f 7 -6 -s rr", "IPv6 is not supported yet"],
		[
			"a real server of IPv6",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r [2001:db8::2]:80 -i -w 1",
			"IPv6 is not supported yet",
		],
		[
			"IPv6 with the name of a port",
			"-A -t [2001:db8::1]:http -s rr",
			"IPv6 is not supported yet",
		],
		[
			"SCTP",
			"-A --sctp-service 10.0.0.1:80 -s rr",
			"SCTP is not supported yet",
		],
		[
			"a name of a port that is not usual",
			"-A -t 10.0.0.1:gopher -s rr",
			'"gopher" is no port that is known by its name; write its number, or print the rules with ipvsadm -Sn, not -S',
		],
		[
			"a name of a real server",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r rs1:http -g -w 1",
			"it has names where numbers are expected: print the rules with ipvsadm -Sn, not -S",
		],
		[
			"a mark that is a word",
			"-A -f web -s rr",
			'a mark is a number, and "web" is none',
		],
		[
			"mark 0",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2 -m\n-A -f 0 -s rr\n-a -f 0 -r 10.0.0.2 -m",
			"expected a whole number from 1 to 2147483647, got 0",
		],
		[
			"an address that is none",
			"-A -t 10.0.0.256:80 -s rr",
			'"10.0.0.256" is not an IPv4 address',
		],
		[
			"a port that is none",
			"-A -t 10.0.0.1:65536 -s rr",
			"a port is at most 65535, and 65536 is not",
		],
		[
			"a weight that is none",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w much",
			'-w takes a number, and "much" is none',
		],
		[
			"a real server of what cannot be declared",
			"-A -u 10.0.0.1:5060 -s rr -p 60 --pe sip\n-a -u 10.0.0.1:5060 -r 10.0.0.2:5060 -g -w 1",
			"its service, line 1, cannot be declared",
		],
		[
			"names of services",
			"-A -t web:http -s rr",
			"it has names where numbers are expected: print the rules with ipvsadm -Sn, not -S",
		],
		[
			"a persistence engine",
			"-A -u 10.0.0.1:5060 -s rr -p 60 --pe sip",
			"cannot be declared: --pe sip",
		],
		[
			"a real server without its service",
			"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1",
			"its service is not among the lines above",
		],
		["an empty service", "-A -t 10.0.0.1:80 -s rr", "it has no real server"],
		[
			"several ways of forwarding",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n-a -t 10.0.0.1:80 -r 10.0.0.3:80 -m -w 1",
			"its real servers are forwarded to in several ways",
		],
		[
			"several ports",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -m -w 1\n-a -t 10.0.0.1:80 -r 10.0.0.3:81 -m -w 1",
			"its real servers have several ports",
		],
		[
			"a mark among several VIPs",
			"-A -f 7 -s rr\n-a -f 7 -r 10.0.0.2:0 -g -w 1\n-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1\n-A -t 10.0.0.9:80 -s rr\n-a -t 10.0.0.9:80 -r 10.0.0.2:80 -g -w 1",
			"these rules name several VIPs, and a mark does not say which is its own: name it with --vip ADDRESS",
		],
		[
			"a checksum of a tunnel",
			"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -i -w 1 --tun-type gre --tun-csum",
			"cannot be declared: --tun-csum",
		],
	];
	for (const [name, text, reason] of refused)
		test(`names what it cannot declare: ${name}`, () => {
			const { unread } = declareRules(readRules(text));
			assert.ok(
				unread.some((each) => each.reason === reason),
				JSON.stringify(unread),
			);
		});

	test("prints a program", () => {
		const { clusters } = declareRules(
			readRules(
				"-A -t 10.0.0.1:80 -s wrr\n-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 2\n-A -t 10.0.0.1:443 -s rr\n-a -t 10.0.0.1:443 -r 10.0.0.3:443 -g -w 1",
			),
		);
		const [first] = clusters;
		assert.ok(first !== undefined);
		assert.equal(
			formatDeclaration(first, "web"),
			`new Cluster("web", {
	vip: "10.0.0.1",
	forwarding: "dr",
	directors: {
		lb: { host: /* how it is reached */ undefined!, address: /* towards the real servers */ undefined! },
	},
	realServers: {
		rs1: { host: /* how it is reached */ undefined!, address: "10.0.0.2", weight: 2 },
		rs2: { host: /* how it is reached */ undefined!, address: "10.0.0.3", weight: 1 },
	},
	services: {
		"tcp-80": { tcp: 80, scheduler: "wrr", realServers: { rs2: { serves: false } } },
		"tcp-443": { tcp: 443, scheduler: "rr", realServers: { rs1: { serves: false } } },
	},
	page: false,
});
`,
		);
	});

	test("prints what rules do not contain as places to fill in: the VIP of a mark, and its ports", () => {
		const { clusters, unread, remarks } = declareRules(
			readRules("-A -f 7 -s rr\n-a -f 7 -r 10.0.0.2:0 -g -w 1"),
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(
			remarks.map(({ line, reason }) => `${line}: ${reason}`),
			[
				"1: these rules name no VIP: fill in `vip`, to which packets with the mark go, or name it with --vip ADDRESS; and its ports are not in these rules: fill in those that get the mark, like tcp: [80, 443]",
			],
		);
		const [first] = clusters;
		assert.ok(first !== undefined);
		assert.match(
			formatDeclaration(first, "web"),
			/^\tvip: \/\* that packets with the mark go to \*\/ undefined!,\n[\s\S]*"mark-7": \{ fwmark: 7, tcp: \/\* that get the mark \*\/ undefined!, scheduler: "rr" \}/m,
		);
		assert.deepEqual(JSON.parse(JSON.stringify(first)).services, {
			"mark-7": { fwmark: 7, scheduler: "rr" },
		});
	});

	test("keeps a real server whose limit is refused, without it", () => {
		const { clusters, unread } = declareRules(
			readRules(
				"-A -t 10.0.0.1:80 -s rr\n-a -t 10.0.0.1:80 -r 10.0.0.2 -g -w 3 -x 50 -y 40\n-A -u 10.0.0.1:53 -s rr\n-a -u 10.0.0.1:53 -r 10.0.0.2 -g -w 3 -x 50 -y 40",
			),
		);
		assert.deepEqual(
			unread.map(({ line, reason }) => `${line}: ${reason}`),
			[
				"2: 50 would be reached at less than one new connection a second: closed ones count for two minutes; write 120 or more for each new connection a second; declared without limits",
			],
		);
		assert.deepEqual(clusters[0]?.realServers, {
			rs1: { address: "10.0.0.2", weight: 3 },
		});
		assert.deepEqual(clusters[0]?.services, {
			"tcp-80": { tcp: 80, scheduler: "rr" },
			"udp-53": {
				...{ udp: 53, scheduler: "rr" },
				realServers: { rs1: { upper: 50, lower: 40 } },
			},
		});
	});
});
