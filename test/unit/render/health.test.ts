import assert from "node:assert/strict";
import { test } from "node:test";
import { ruleLine } from "../../../src/ipvs/command.ts";
import type { Forwarding } from "../../../src/ipvs/forwarding.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ServiceDeclaration } from "../../../src/model/service-declaration.ts";
import { checkedPlaces } from "../../../src/render/checked-places.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { oneOfEach } from "./one-of-each.ts";

const clusterOf = (services: Record<string, ServiceDeclaration>) =>
	oneOfEach(services).cluster;

function directorOf(services: Record<string, ServiceDeclaration>) {
	const { cluster, director } = oneOfEach(services);
	return renderDirector(cluster, director);
}

/** The blocks of the checks in keepalived's configuration. */
function blocksOf(services: Record<string, ServiceDeclaration>): string[] {
	const { files } = directorOf(services);
	const text =
		Object.entries(files).find(([path]) => path.endsWith("health.conf"))?.[1]
			.content ?? "";
	return [...text.matchAll(/^\treal_server .*\{\n([\s\S]*?)^\t\}$/gm)].map(
		([, block = ""]) =>
			block
				.replaceAll(/^\t\t/gm, "")
				.replaceAll(/fwmark \d+$/gm, "fwmark OWN")
				.trimEnd(),
	);
}

const way = (port: number) => `	connect_ip 172.18.0.70
	connect_port ${port}
	bindto 172.18.0.66
	fwmark OWN
	connect_timeout 2
	retry 1
	delay_before_retry 1
	delay_loop 2
}`;

test("each place has a time of its own after which nothing heard counts as failing, and the script has the longest", () => {
	const { files } = directorOf({
		web: { tcp: 80, check: { http: "/" } },
		sql: { tcp: 3306, check: { tcp: true, everySeconds: 60 } },
	});
	const textOf = (end: string) =>
		Object.entries(files).find(([path]) => path.endsWith(end))?.[1].content ??
		"";
	// keepalived takes 7 s at most, and 181 s
	const lines = textOf("/checks").match(/^check .*$/gm) ?? [];
	assert.deepEqual(
		lines.map((line) => Number(line.split(" ")[4])),
		[2 * 7 + 3, 2 * 181 + 3],
	);
	assert.match(textOf("web/health"), /^patience=365 /m);
});

test("each kind of check in the words of keepalived", () => {
	assert.deepEqual(
		blocksOf({
			ssh: { tcp: 22, check: { tcp: true } },
			web: {
				tcp: 80,
				check: {
					http: "/health?full=1",
					hostName: "www.lab.test",
					status: [301, 200],
					text: 'a "quote" (1+1)',
				},
			},
			tls: { tcp: 443, check: { https: "/", hostName: "www.lab.test" } },
			dns: { udp: 53, check: { dns: "www.lab.test", recordType: "AAAA" } },
			game: {
				udp: 27015,
				check: { udp: { send: [255, 255, 84], expect: "ok" } },
			},
		}),
		[
			`TCP_CHECK {\n${way(22)}`,
			`HTTP_GET {
	url {
		path "/health?full=1"
		virtualhost www.lab.test
		status_code 200 301
		regex "a \\"quote\\" \\\\(1\\\\+1\\\\)"
	}
${way(80)}`,
			`SSL_GET {
	enable_sni
	url {
		path "/"
		virtualhost www.lab.test
		status_code 200
	}
${way(443)}`,
			`DNS_CHECK {
	type AAAA
	name www.lab.test
${way(53)}`,
			`UDP_CHECK {
	payload ffff54
	require_reply 6f6b
	min_reply_length 2
	max_reply_length 65507
${way(27015)}`,
		],
	);
});

test("other pages are blocks of their own, with their checksums, and keepalived wants all of them", () => {
	const digest = "640205b7b0fc66c1ea91c463fac6334d";
	const services = {
		web: {
			tcp: 80,
			check: {
				...{ http: "/", hostName: "www.lab.test", digest },
				also: [
					{ page: "/login", status: 302 },
					{ page: "/b", digest },
				],
			},
		},
	} as const;
	const page = (path: string, status: number, more: string) => `HTTP_GET {
	url {
		path "${path}"
		virtualhost www.lab.test
		status_code ${status}${more}
	}
${way(80)}`;
	const summed = `\n\t\tdigest ${digest}`;
	assert.deepEqual(blocksOf(services), [
		[
			page("/", 200, summed),
			page("/login", 302, ""),
			page("/b", 200, summed),
		].join("\n"),
	]);
	assert.equal(
		directorOf(services).checks?.["172.18.0.67:80/dr/http"]?.asks,
		`GET http://172.18.0.70:80/ as www.lab.test: 200, with MD5 ${digest}; and /login: 302; and /b: 200, with MD5 ${digest}`,
	);
});

test("a real server of a service may be checked in its own way, and programs are told of it", () => {
	const { files, checks = {} } = directorOf({
		web: {
			tcp: 80,
			check: { http: "/" },
			realServers: {
				rs1: { check: { tcp: true, tell: "/usr/local/sbin/told" } },
			},
		},
		tls: { tcp: 443, check: { tcp: true } },
	});
	assert.deepEqual(Object.keys(checks), [
		"172.18.0.67:80/dr/tcp",
		"172.18.0.67:443/dr/tcp",
	]);
	const text = (end: string) =>
		Object.entries(files).find(([path]) => path.endsWith(end))?.[1].content ??
		"";
	const [, number] =
		/^check (\d+) 172\.18\.0\.67:80\/dr\/tcp /m.exec(text("/checks")) ?? [];
	assert.deepEqual(text("/checks").match(/^tell .*/gm), [
		`tell ${number} /usr/local/sbin/told`,
	]);
	assert.match(text("web/health"), /^tell\(\)/m);
});

test("a program of the user's is asked about the real server, and does not go through IPVS", () => {
	const services = {
		web: {
			tcp: 80,
			check: { command: "/usr/local/bin/check", timeoutSeconds: 1.5 },
		},
	} as const;
	assert.deepEqual(blocksOf(services), [
		`MISC_CHECK {
	misc_path "/usr/local/bin/check 172.18.0.67 80"
	misc_timeout 2
	user nobody
	retry 1
	delay_before_retry 1
	delay_loop 2
}`,
	]);
	assert.deepEqual(checkedPlaces(clusterOf(services))[0]?.probes, []);
});

test("a refusal is tried again later than a web server needs to start again, if nothing else is declared", () => {
	const pause = (times: object) => {
		const services = { web: { tcp: 80, check: { tcp: true, ...times } } };
		return /delay_before_retry (.*)/.exec(
			blocksOf(services as Parameters<typeof blocksOf>[0]).join(),
		)?.[1];
	};
	for (const [times, seconds] of [
		[{}, "1"],
		[{ everySeconds: 30 }, "1"],
		[{ everySeconds: 0.5 }, "0.25"],
		[{ everySeconds: 5, timeoutSeconds: 2 }, "3"],
		[{ everySeconds: 2.1, timeoutSeconds: 0.3 }, "1.8"],
		[{ everySeconds: 5, timeoutSeconds: 2, retrySeconds: 0.1 }, "0.1"],
		[{ failures: 4, retrySeconds: 7.5 }, "7.5"],
	] as const)
		assert.equal(pause(times), seconds, JSON.stringify(times));
});

test("`status` says after how many seconds one that does not answer is out", () => {
	const out = (times: object) =>
		Object.values(
			directorOf({
				web: { tcp: 80, check: { tcp: true, ...times } },
			} as Parameters<typeof directorOf>[0]).checks ?? {},
		).map(({ outSeconds }) => outSeconds);
	assert.deepEqual(out({}), [2 + 2 + 1 + 2]);
	assert.deepEqual(out({ everySeconds: 5, timeoutSeconds: 1 }), [5 * 2 + 1]);
	assert.deepEqual(out({ failures: 1 }), [2 + 2]);
	assert.deepEqual(out({ failures: 3, retrySeconds: 10 }), [2 + 3 * 2 + 20]);
});

test("a program is told the real server's own port, also where clients ask another", () => {
	const services = {
		web: {
			tcp: 80,
			forwarding: "nat",
			realServerPort: 8080,
			check: { command: "/usr/local/bin/check" },
		},
	} as const;
	assert.match(
		blocksOf(services).join("\n"),
		/^\tmisc_path "\/usr\/local\/bin\/check 172\.18\.0\.67 8080"$/m,
	);
	assert.equal(
		directorOf(services).checks?.["172.18.0.67:8080/nat/command"]?.asks,
		"/usr/local/bin/check 172.18.0.67 8080 as nobody",
	);
});

test("who runs a program must be there, where it is not the usual user", () => {
	const command = "/usr/local/bin/check";
	const runAs = (check: ServiceDeclaration["check"]) =>
		directorOf({ web: { tcp: 80, ...(check && { check }) } }).runAs;
	assert.deepEqual(runAs({ command, runAs: "watcher" }), {
		watcher: "check.runAs",
	});
	assert.equal(runAs({ command, runAs: "nobody" }), undefined);
	assert.equal(runAs({ http: "/" }), undefined);
});

test("a page is asked for by its whole path: to keepalived ! begins a comment", () => {
	const check = { http: "/a!b!?c=1", also: [{ page: "/!d" }] };
	assert.deepEqual(
		[
			...blocksOf({ web: { tcp: 80, check } })
				.join("\n")
				.matchAll(/path .*/g),
		].map(([line]) => line),
		['path "/a!b!?c=1"', 'path "/!d"'],
	);
});

test("services that want to know the same of one place share one check", () => {
	const check = { http: "/" };
	const nat = { forwarding: "nat", realServerPort: 80, check } as const;
	const places = checkedPlaces(
		clusterOf({
			one: { tcp: 8080, ...nat },
			two: { tcp: 8081, ...nat },
			// it fails where the VIP is missing, and those do not
			direct: { tcp: 80, check },
			slower: { tcp: 8082, ...nat, check: { ...check, everySeconds: 10 } },
		}),
	);
	assert.deepEqual(
		places.map(({ place, rules }) => [place, rules.length]),
		[
			["172.18.0.67:80/nat/http", 2],
			["172.18.0.67:80/dr/http", 1],
			["172.18.0.67:80/nat/http#2", 1],
		],
	);
});

test("by NAT the port that a check names is asked on the real server, else the service's port there", () => {
	const asked = (port?: number) =>
		checkedPlaces(
			clusterOf({
				web: {
					tcp: 80,
					forwarding: "nat",
					realServerPort: 8080,
					check: { http: "/", ...(port === undefined ? {} : { port }) },
				},
			}),
		).flatMap(({ place, probes }) => [
			place,
			...probes.flatMap((rule) => (rule.kind === "server" ? rule.port : [])),
		]);
	assert.deepEqual(asked(), ["172.18.0.67:8080/nat/http", 8080]);
	assert.deepEqual(asked(9000), ["172.18.0.67:9000/nat/http", 9000]);
});

test("of a mark the first port of the protocol is asked that the check speaks", () => {
	const mark = { fwmark: 7, tcp: [80, 443], udp: [53, 27015] } as const;
	const asked = (
		service: Pick<
			ServiceDeclaration,
			"check" | "forwarding" | "realServerPort"
		>,
	) =>
		checkedPlaces(clusterOf({ both: { ...mark, ...service } })).map(
			({ place, check }) => `${place} ${check.port}`,
		);
	const udp = { udp: { send: "ping", expect: "pong" } };
	const dns = { dns: "www.example.com" };
	assert.deepEqual(
		[
			asked({ check: { tcp: true } }),
			asked({ check: { https: "/" } }),
			asked({ check: dns }),
			asked({ check: udp }),
			asked({ check: { command: "/usr/local/bin/look" } }),
			asked({ check: { ...dns, port: 5353 } }),
			asked({ check: dns, forwarding: "nat", realServerPort: 5300 }),
		],
		[
			["172.18.0.67:80/dr/tcp 80"],
			["172.18.0.67:80/dr/https 80"],
			["172.18.0.67:53/dr/dns 53"],
			["172.18.0.67:53/dr/udp 53"],
			["172.18.0.67:80/dr/command 80"],
			["172.18.0.67:5353/dr/dns 5353"],
			["172.18.0.67:5300/nat/dns 53"],
		],
	);
});

test("by UDP no check comes to a real server that another one asked from the same port", () => {
	const dns = { dns: "www.example.com" };
	const ways = (forwarding: Forwarding) =>
		checkedPlaces(clusterOf({ one: { udp: 53, forwarding, check: dns } })).map(
			({ check, to, number, probes }) => ({
				to: to === check.port ? "as asked" : to - number,
				forgets: probes.some((rule) => ruleLine(rule).endsWith(" -o")),
			}),
		);
	for (const [forwarding, way] of [
		// what the kernel knew of a packet it has forgotten
		["dr", { to: "as asked", forgets: true }],
		["tun", { to: "as asked", forgets: true }],
		// answers need it, so the destination differs
		["nat", { to: 1023, forgets: false }],
		["fullnat", { to: 1023, forgets: false }],
	] as const)
		assert.deepEqual(ways(forwarding), [way]);
	// by TCP the kernel takes a new connection for one
	assert.deepEqual(
		checkedPlaces(
			clusterOf({
				dr: { tcp: 80, check: { http: "/" } },
				nat: { tcp: 81, forwarding: "nat", check: { tcp: true } },
			}),
		).map(({ to, probes: [service] }) => [
			to,
			service === undefined || ruleLine(service).includes("-o"),
		]),
		[
			[80, false],
			[81, false],
		],
	);
	const [block] = blocksOf({ dns: { udp: 53, forwarding: "nat", check: dns } });
	assert.match(block ?? "", /^\tconnect_port 1\d\d\d$/m);
	assert.match(block ?? "", /^\tconnect_ip 172\.18\.0\.70$/m);
});

test("a check of another port is among what the filters of a real server must let through, by the service's way", () => {
	const passesOf = (services: Record<string, ServiceDeclaration>) => {
		const cluster = clusterOf(services);
		const [rs1] = cluster.realServers;
		assert.ok(rs1);
		return Object.entries(renderRealServer(cluster, rs1).passes ?? {})
			.filter(([words]) => words.includes("checks"))
			.map(([words, { from, to }]) => `${words}: ${from} to ${to}`);
	};
	assert.deepEqual(passesOf({ web: { tcp: 80, check: { http: "/" } } }), []);
	assert.deepEqual(
		passesOf({ web: { tcp: 80, check: { http: "/", port: 8080 } } }),
		[
			"packets of checks of lb to 172.18.0.70, tcp 8080: 172.18.0.66 to 172.18.0.70",
			"answers from 172.18.0.70 to checks of lb, tcp 8080: 172.18.0.70 to 172.18.0.66",
		],
	);
	assert.deepEqual(
		passesOf({
			dns: {
				tcp: 53,
				forwarding: "nat",
				check: { dns: "www.example.com", port: 53 },
			},
		}),
		[
			"packets of checks of lb to 172.18.0.67, udp 53: 172.18.0.66 to 172.18.0.67",
			"answers from 172.18.0.67 to checks of lb, udp 53: 172.18.0.67 to 172.18.0.66",
		],
	);
});

test("what becomes of a rule while its real server fails", () => {
	const failing = (service: ServiceDeclaration) =>
		checkedPlaces(clusterOf({ service }))[0]?.rules[0]?.failing;
	const check = { tcp: true } as const;
	assert.equal(failing({ tcp: 80, check }), "weight 0");
	assert.equal(
		failing({ tcp: 80, check, persistence: { seconds: 60 } }),
		"deleted",
	);
	assert.equal(failing({ tcp: 80, check, scheduler: "dh" }), "deleted");
	assert.equal(
		failing({ tcp: 80, check, scheduler: "mh", flags: ["mh-fallback"] }),
		"weight 0",
	);
	assert.equal(failing({ udp: 53, check: { dns: "." } }), "deleted");
	assert.equal(
		failing({ fwmark: 7, tcp: [53], udp: [53], check: { dns: "." } }),
		"deleted",
	);
});

test("the director accepts the VIP as a source only where answers have it", () => {
	const key = "net.ipv4.conf.<link of the address>.accept_local";
	const has = (service: ServiceDeclaration) =>
		key in directorOf({ service }).sysctls;
	assert.equal(has({ tcp: 80, check: { tcp: true } }), true);
	assert.equal(has({ tcp: 80 }), false);
	assert.equal(
		has({ tcp: 80, forwarding: "nat", check: { tcp: true } }),
		false,
	);
	assert.equal(has({ tcp: 80, check: { command: "/bin/true" } }), false);
});

test("answers to checks are tracked: conntrack takes none of them for invalid", () => {
	const key = "net.ipv4.vs.conntrack";
	const has = (service: ServiceDeclaration) =>
		directorOf({ service }).sysctls[key];
	assert.equal(has({ tcp: 80, check: { tcp: true } }), "1");
	assert.equal(has({ tcp: 80 }), undefined);
	assert.equal(has({ tcp: 80, check: { command: "/bin/true" } }), undefined);
});

test("a place keeps its mark, whoever else comes or goes", () => {
	const services: Record<string, ServiceDeclaration> = {
		web: { tcp: 80, check: { http: "/" } },
		dns: { udp: 53, check: { dns: "www.lab.test" } },
	};
	const marksOf = (...names: readonly string[]) =>
		checkedPlaces(
			clusterDoor.parse("web", {
				vip: "172.18.0.70",
				forwarding: "dr",
				directors: {
					lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
				},
				realServers: Object.fromEntries(
					names.map((last) => [
						`rs${last}`,
						{
							host: { address: `192.0.2.${last}` },
							address: `172.18.0.${last}`,
						},
					]),
				),
				services,
			}),
		).map(({ place, mark }) => [place, mark] as const);
	const all = new Map(marksOf("67", "68", "69"));
	assert.equal(new Set(all.values()).size, 6);
	for (const [place, mark] of [...marksOf("69", "68"), ...marksOf("69")])
		assert.equal(mark, all.get(place), place);
});
