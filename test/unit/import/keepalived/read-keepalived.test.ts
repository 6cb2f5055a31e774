import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { formatDeclaration } from "../../../../src/import/format-declaration.ts";
import { Missing } from "../../../../src/import/missing.ts";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

const serverAt = (port: string) =>
	`real_server 10.0.0.2 ${port} {\nweight 1\n}`;

/** Settings of a service of TCP by DR with one real server. */
const virtualServer = (settings: string, head = "10.0.0.1 80") =>
	`virtual_server ${head} {${head.startsWith("fwmark") ? "" : " protocol TCP"}\n${settings}\n${serverAt(portIn(head))}\n}\n`;

/** That of the service, as by DR no packet gets another one. */
const portIn = (head: string) => {
	const [address = "", port = ""] = head.split(" ");
	return address === "fwmark" || address === "lb.example.com" ? "80" : port;
};

const theOnly = (text: string) => {
	const { services, unread, remarks } = declared(text);
	const [service] = Object.values(services);
	return { service, unread, remarks };
};

suite("a virtual_server is declared", () => {
	for (const [settings, service, head] of [
		["lb_kind DR\nlb_algo rr", { tcp: 80, scheduler: "rr" }],
		["lvs_method DR\nlvs_sched wrr", { tcp: 80, scheduler: "wrr" }],
		["lb_kind DR", { tcp: 80, scheduler: "wlc" }],
		["lb_kind DR\nlb_algo rr\nlb_algo lc", { tcp: 80, scheduler: "lc" }],
		["lb_kind DR\nprotocol UDP", { udp: 53, scheduler: "wlc" }, "10.0.0.1 53"],
		["lb_kind DR\nprotocol tcp", { tcp: 80, scheduler: "wlc" }],
		[
			"lb_kind DR\nprotocol UDP\nops",
			{ udp: 53, scheduler: "wlc", onePacket: true },
			"10.0.0.1 53",
		],
		[
			"lb_kind DR\npersistence_timeout 50",
			{ tcp: 80, scheduler: "wlc", persistence: { seconds: 50 } },
		],
		[
			"lb_kind DR\npersistence_timeout",
			{ tcp: 80, scheduler: "wlc", persistence: { seconds: 360 } },
		],
		["lb_kind DR\npersistence_timeout 0", { tcp: 80, scheduler: "wlc" }],
		[
			"lb_kind DR\npersistence_granularity 255.255.255.0",
			{
				...{ tcp: 80, scheduler: "wlc" },
				persistence: { seconds: 360, mask: "255.255.255.0" },
			},
		],
		[
			"lb_kind DR\npersistence_timeout 0\npersistence_granularity 255.255.0.0",
			{
				...{ tcp: 80, scheduler: "wlc" },
				persistence: { seconds: 360, mask: "255.255.0.0" },
			},
		],
		[
			"lb_kind DR\npersistence_timeout 60\npersistence_granularity 255.255.255.255",
			{ tcp: 80, scheduler: "wlc", persistence: { seconds: 60 } },
		],
		[
			"lb_kind DR",
			{ tcp: "all", scheduler: "wlc", persistence: { seconds: 360 } },
			"10.0.0.1",
		],
		[
			"lb_kind DR\npersistence_timeout 60",
			{ tcp: "all", scheduler: "wlc", persistence: { seconds: 60 } },
			"10.0.0.1",
		],
		[
			"lb_kind DR\nlb_algo sh\nsh-port\nsh-fallback",
			{ tcp: 80, scheduler: "sh", flags: ["sh-fallback", "sh-port"] },
		],
		[
			"lb_kind DR\nlb_algo mh\nflag-2",
			{ tcp: 80, scheduler: "mh", flags: ["mh-port"] },
		],
		["lb_kind TUN", { tcp: 80, scheduler: "wlc" }],
	] as const)
		test(`${settings.replaceAll("\n", ", ")} ${head ?? ""}`, () => {
			const found = theOnly(virtualServer(settings, head));
			assert.deepEqual(found.service, service);
			assert.deepEqual(found.unread, []);
			assert.deepEqual(found.remarks, []);
		});

	test("with weights, thresholds, and a port that NAT changes", () => {
		const { clusters, services, unread } = declared(`
virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind NAT
	weight 5
	real_server 10.0.0.2 8080 {
	}
	real_server 10.0.0.3 8080 {
		weight 0
		uthreshold 900
		lthreshold 700
	}
}
virtual_server 10.0.0.1 443 {
	protocol TCP
	lvs_method NAT
	real_server 10.0.0.2 {
		weight 5
	}
}`);
		assert.deepEqual(unread, []);
		assert.deepEqual(clusters[0]?.realServers, {
			rs1: { address: "10.0.0.2", weight: 5 },
			rs2: { address: "10.0.0.3", weight: 0 },
		});
		assert.deepEqual(services, {
			"10.0.0.1 tcp-80": {
				...{ tcp: 80, scheduler: "wlc", realServerPort: 8080 },
				realServers: { rs2: { upper: 900, lower: 700 } },
			},
			"10.0.0.1 tcp-443": {
				...{ tcp: 443, scheduler: "wlc" },
				realServers: { rs2: { serves: false } },
			},
		});
	});

	test("with the port of its virtual server where none can be changed", () => {
		const { clusters, services, unread } = declared(`
virtual_server 10.0.0.1 80 {
	protocol TCP
	lb_kind DR
	delay_loop 5
	retry 0
	real_server 10.0.0.2 8080 {
		TCP_CHECK { }
	}
	real_server 10.0.0.3 80 {
		TCP_CHECK { connect_port 8080 }
	}
}`);
		assert.deepEqual(unread, []);
		assert.deepEqual(services, {
			"10.0.0.1 tcp-80": {
				...{ tcp: 80, scheduler: "wlc" },
				check: { tcp: true, everySeconds: 5, failures: 1, port: 8080 },
			},
		});
		assert.deepEqual(renderedRules({ clusters }), [
			"-A -t 10.0.0.1:80 -s wlc",
			"-a -t 10.0.0.1:80 -r 10.0.0.2:80 -g -w 1",
			"-a -t 10.0.0.1:80 -r 10.0.0.3:80 -g -w 1",
		]);
	});

	test("with the tunnel of its virtual server", () => {
		const { clusters, unread } = declared(
			virtualServer("lb_kind TUN type gue port 6080 nocsum"),
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(clusters[0]?.tunnel, { type: "gue", port: 6080 });
	});

	test("for each VIP by itself", () => {
		const { services } = declared(
			virtualServer("lb_kind DR") + virtualServer("lb_kind DR", "10.0.0.9 25"),
		);
		assert.deepEqual(Object.keys(services), [
			"10.0.0.1 tcp-80",
			"10.0.0.9 tcp-25",
		]);
	});

	test("for each member of a group", () => {
		const { services, unread } = declared(`
virtual_server_group web {
	10.0.0.1 80
	10.0.1.1-3 443
	10.0.2.254-10.0.3.0 25
	10.0.4.4/31 53
	2001:db8::1 80
	10.9.0.0/16 80
}
virtual_server group web {
	protocol TCP
	lb_kind DR
	real_server 10.0.0.20 {
		weight 1
	}
}`);
		assert.deepEqual(Object.keys(services), [
			"10.0.0.1 tcp-80",
			...["10.0.1.1 tcp-443", "10.0.1.2 tcp-443", "10.0.1.3 tcp-443"],
			...["10.0.2.254 tcp-25", "10.0.2.255 tcp-25", "10.0.3.0 tcp-25"],
			...["10.0.4.4 tcp-53", "10.0.4.5 tcp-53"],
		]);
		assert.deepEqual(unread, [
			"7: 2001:db8::1 80: IPv6 is not supported yet",
			"8: 10.9.0.0/16 80: it is a range of 65536 addresses, and each is a VIP with a declaration of its own; write the ones that are used one by one",
		]);
	});

	const vrrp = `vrrp_instance VI_1 {
	interface eth1
	virtual_ipaddress {
		10.0.0.1/24
	}
}
`;
	test("of a mark at the address that VRRP has, or at the one that is named", () => {
		const mark = virtualServer("lb_kind DR", "fwmark 7");
		const { services, clusters, unread, remarks } = declared(vrrp + mark);
		assert.deepEqual(services, {
			"10.0.0.1 mark-7": {
				...{ fwmark: 7, scheduler: "wlc" },
				tcp: new Missing("that get the mark"),
			},
		});
		assert.deepEqual(clusters[0]?.directors, {
			lb1: { interface: "eth1" },
			lb2: { interface: "eth1" },
		});
		assert.deepEqual(unread, []);
		assert.match(
			remarks.find((line) => line.startsWith("7:")) ?? "",
			/^7: virtual_server fwmark 7: its ports are not in these rules/,
		);
		assert.deepEqual(Object.keys(declared(mark, "10.0.0.5").services), [
			"10.0.0.5 mark-7",
		]);
		const alone = declared(mark);
		assert.deepEqual(alone.unread, []);
		assert.equal(alone.clusters[0]?.vip, undefined);
		assert.match(alone.remarks[0] ?? "", /fill in `vip`.*--vip ADDRESS/);
		// each of them may be the mark's own
		assert.match(
			declared(
				vrrp.replace("10.0.0.1/24", "10.0.0.1/24\n10.0.0.4") + mark,
			).unread.join("\n"),
			/name several VIPs.*--vip ADDRESS/,
		);
	});

	test("with a sorry server and its quorum", () => {
		const text = `virtual_server 10.0.0.1 80 { protocol TCP
	lb_kind DR
	delay_loop 3
	quorum 2
	hysteresis 1
	sorry_server 10.0.0.9 80
	retry 0
	connect_timeout 3
	real_server 10.0.0.2 80 { TCP_CHECK { }
	}
	real_server 10.0.0.3 80 { TCP_CHECK { }
	}
	real_server 10.0.0.4 80 { TCP_CHECK { }
	}
}
${virtualServer("lb_kind DR", "10.0.0.1 25")}`;
		const { clusters, services, unread, remarks } = declared(text);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			"6: sorry_server 10.0.0.9 80: here the sorry server must pass the check of the service too, before it gets clients",
		]);
		assert.deepEqual(clusters[0]?.realServers.rs4, {
			address: "10.0.0.9",
			weight: 1,
		});
		assert.deepEqual(services["10.0.0.1 tcp-80"], {
			...{ tcp: 80, scheduler: "wlc" },
			check: { tcp: true, everySeconds: 3, failures: 1 },
			sorry: "rs4",
			quorum: { below: 1, backFrom: 3 },
		});
		assert.deepEqual(services["10.0.0.1 tcp-25"]?.realServers, {
			rs2: { serves: false },
			rs3: { serves: false },
			rs4: { serves: false },
		});
		assert.ok(
			renderedRules({ clusters }).includes(
				"-a -t 10.0.0.1:80 -r 10.0.0.9:80 -g -w 0",
			),
		);
	});
});

suite("a real server keeps its place where one of its settings is none", () => {
	const withServer = (lines: string, head = "lb_kind DR\nlb_algo rr") =>
		declared(
			`virtual_server 10.0.0.1 80 { protocol TCP\n${head}\nreal_server 10.0.0.2 80 {\n${lines}\n}\nreal_server 10.0.0.3 80 {\nweight 3\n}\n}`,
		);
	for (const [lines, said] of [
		["weight", "5: weight: weight takes a whole number, and nothing is none"],
		[
			"weight abc",
			'5: weight abc: weight takes a whole number, and "abc" is none',
		],
		[
			"weight -1",
			'5: weight -1: weight takes a whole number, and "-1" is none',
		],
		[
			"weight 70000",
			'5: weight 70000: weight takes a whole number from 0 to 65535, and "70000" is none',
		],
	] as const)
		test(lines, () => {
			const { clusters, unread } = withServer(lines);
			assert.deepEqual(unread, [`${said}; 1 is declared, as without it`]);
			assert.deepEqual(clusters[0]?.realServers.rs1, {
				address: "10.0.0.2",
				weight: 1,
			});
		});

	test("a bad weight counts for nothing where a good one stands", () => {
		const { clusters, unread } = withServer("weight 5\nweight x");
		assert.deepEqual(unread, [
			'6: weight x: weight takes a whole number, and "x" is none; that of line 5 is declared',
		]);
		assert.equal(clusters[0]?.realServers.rs1?.weight, 5);
	});

	test("the weight of a virtual_server", () => {
		const { clusters, unread } = withServer("", "lb_kind DR\nweight 0");
		assert.deepEqual(unread, [
			'3: weight 0: weight takes a whole number from 1 to 65535, and "0" is none; 1 is declared, as without it',
		]);
		assert.equal(clusters[0]?.realServers.rs1?.weight, 1);
	});

	test("a limit that is none, or that the model refuses, is left out, at its own line", () => {
		const { services, unread } = withServer(
			"weight 2\nuthreshold 98\nlthreshold many\nTCP_CHECK {\n}",
		);
		assert.deepEqual(
			unread.filter((line) => /threshold/.test(line)),
			[
				"6: uthreshold 98: 98 would be reached at less than one new connection a second: closed ones count for two minutes; write 120 or more for each new connection a second; declared without limits",
				'7: lthreshold many: lthreshold takes a whole number, and "many" is none; no limit is declared by it',
			],
		);
		assert.deepEqual(services["10.0.0.1 tcp-80"], {
			tcp: 80,
			scheduler: "rr",
		});
	});

	test("a small limit of UDP is declared", () => {
		const { services, unread } = withServer(
			"uthreshold 98",
			"lb_kind DR\nlb_algo rr\nprotocol UDP",
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(services["10.0.0.1 udp-80"]?.realServers, {
			rs1: { upper: 98 },
		});
	});
});

suite("of a port that is not used it is said", () => {
	const ignored = (port: number, way: string, own: string) =>
		`its port ${port} counts for nothing, here as in keepalived, which logs that it resets it: by ${way} a packet keeps its port, ${own}; for another one write \`lb_kind NAT\``;
	for (const [text, said] of [
		[
			"virtual_server 10.0.0.1 22 { protocol TCP\nlb_kind DR\nreal_server 10.0.0.2 143 {\n}\n}",
			[`3: real_server 10.0.0.2 143: ${ignored(143, "direct routing", "22")}`],
		],
		[
			"virtual_server 10.0.0.1 22 { protocol TCP\nlb_kind TUN\nretry 0\nconnect_timeout 3\nsorry_server 10.0.0.9 25\nreal_server 10.0.0.2 22 { TCP_CHECK {\n}\n}\n}",
			[
				`5: sorry_server 10.0.0.9 25: ${ignored(25, "a tunnel", "22")}`,
				"5: sorry_server 10.0.0.9 25: here the sorry server must pass the check of the service too, before it gets clients",
			],
		],
		[
			"virtual_server 10.0.0.1 22 { protocol TCP\nlb_kind NAT\nreal_server 10.0.0.2 143 {\n}\n}",
			[],
		],
	] as const)
		test(text.replaceAll("\n", " "), () => {
			const { unread, remarks } = declared(text);
			assert.deepEqual(unread, []);
			assert.deepEqual(remarks, said);
		});
});

test("a flag above its scheduler is told, as keepalived does not read it there", () => {
	const { services, unread } = declared(
		virtualServer("lb_kind DR\nsh-port\nlb_algo sh\nsh-fallback"),
	);
	assert.deepEqual(unread, [
		"3: sh-port: it stands above the line of its scheduler, where keepalived does not read it, and it is not declared; write it below, or leave it out",
	]);
	assert.deepEqual(services["10.0.0.1 tcp-80"]?.flags, ["sh-fallback"]);
});

test("a sorry server that is the director itself is a page to fill in", () => {
	const { clusters, unread, remarks } = declared(
		virtualServer("lb_kind DR\nlb_algo rr\nsorry_server 127.0.0.1 80").replace(
			"weight 1",
			"HTTP_GET {\nurl {\npath /\nstatus_code 200\n}\n}",
		),
	);
	assert.deepEqual(unread, []);
	assert.deepEqual(remarks, [
		"4: sorry_server 127.0.0.1 80: the director itself says sorry: what its page says is not in this file; fill in `sorry.page`, in HTML",
	]);
	const [first] = clusters;
	assert.ok(first !== undefined);
	assert.match(
		formatDeclaration(first, "web"),
		/sorry: \{ page: \/\* what it says \*\/ undefined! \}/,
	);
});

const rest = `its service, line 1, cannot be declared`;
const noScripts =
	"no program is run when this happens; `lvsctl status` says who is out, since when and why";
const machine =
	'it counts only on the machine "main"; import the file without this condition, as it is for the director';

suite("what cannot be declared is told, with its line, and the rest is declared", () => {
	const good = virtualServer("lb_kind DR\nlb_algo rr", "10.0.0.99 80");
	for (const [text, said] of [
		[
			virtualServer("lb_kind DR", "2001:db8::1 80"),
			[
				"1: virtual_server 2001:db8::1 80: IPv6 is not supported yet",
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind DR", "lb.example.com 80"),
			[
				'1: virtual_server lb.example.com 80: "lb.example.com" is not an IPv4 address',
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind DR", "fwmark 3").replace(
				"lb_kind DR",
				"ip_family inet6",
			),
			[
				"1: virtual_server fwmark 3: IPv6 is not supported yet",
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("protocol SCTP"),
			[
				"1: virtual_server 10.0.0.1 80: SCTP is not supported yet",
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind dr"),
			[
				'1: virtual_server 10.0.0.1 80: lb_kind takes NAT, DR or TUN, in capitals, and "dr" is none of them',
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind DR\nlb_algo fastest"),
			[
				'1: virtual_server 10.0.0.1 80: unknown scheduler "fastest"; known: rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, fo, ovf, mh, twos',
				`4: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind DR\npersistence_engine sip"),
			[
				"1: virtual_server 10.0.0.1 80: persistence by sip cannot be declared, and without it clients would be spread otherwise",
				`4: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer("lb_kind DR\n@main lb_algo rr"),
			[
				"1: virtual_server 10.0.0.1 80: it depends on the machine, line 3",
				`4: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			`@main ${virtualServer("lb_kind DR")}`,
			[`1: virtual_server 10.0.0.1 80: ${machine}`],
		],
		[
			virtualServer("lb_kind TUN type gue port 5 csum"),
			[
				"1: virtual_server 10.0.0.1 80: a tunnel with csum cannot be declared; write nocsum, or leave it out",
				`3: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			`${virtualServer("lb_kind DR")}virtual_server 10.0.0.1 80 { protocol TCP\nlb_kind DR\n}`,
			["7: virtual_server 10.0.0.1 80: line 1 adds this service already"],
		],
		[
			"virtual_server 10.0.0.1 80 { protocol TCP\nlb_kind DR\n}",
			["1: virtual_server 10.0.0.1 80: it has no real server"],
		],
		[
			"virtual_server group none {\nlb_kind DR\n}",
			[
				'1: virtual_server group none: no virtual_server_group "none" is declared that can be read',
			],
		],
		[
			virtualServer("lb_kind DR\nreal_server 10.0.0.3 80 {\nlvs_method TUN\n}"),
			[
				"1: virtual_server 10.0.0.1 80: its real servers are forwarded to in several ways",
				`3: real_server 10.0.0.3 80: ${rest}`,
				`6: real_server 10.0.0.2 80: ${rest}`,
			],
		],
		[
			virtualServer(
				"lb_kind DR\nreal_server 2001:db8::2 80 {\n}\nreal_server 10.0.0.3 80 {\nweight heavy\n}\n@main real_server 10.0.0.4 80 {\n}\nreal_server 10.0.0.2 80 {\n}",
			),
			[
				"3: real_server 2001:db8::2 80: IPv6 is not supported yet",
				'6: weight heavy: weight takes a whole number, and "heavy" is none; 1 is declared, as without it',
				`8: real_server 10.0.0.4 80: ${machine}`,
				"12: real_server 10.0.0.2 80: line 10 adds this real server already",
			],
		],
		[
			virtualServer(
				"lb_kind DR\nquorum_up /a\nquorum_down /b\nreal_server 10.0.0.3 80 {\nnotify_up /c\nnotify_down /d\nreal_server 10.0.0.4 80 {\n}\n}",
			),
			[
				`3: quorum_up /a: ${noScripts}`,
				`4: quorum_down /b: ${noScripts}`,
				'8: real_server 10.0.0.4 80: "real_server" is not known in a real_server; is it spelt rightly, and is no } missing above?',
			],
		],
		[
			virtualServer("lb_kind DR\nlb_algo rr\nsh-port\nflag-3"),
			[
				"4: sh-port: it is no flag of the scheduler rr, so it does nothing; leave it out",
				"5: flag-3: it is no flag of the scheduler rr, so it does nothing; leave it out",
			],
		],
		[
			virtualServer("lb_kind DR\nlb_algo rr\nops"),
			["4: ops: it counts only for UDP, so it does nothing; leave it out"],
		],
		[
			virtualServer("lb_kind DR\nsorry_server 127.0.0.1 80"),
			[
				'3: sorry_server 127.0.0.1 80: its page is not in the file: write sorry: { page: "<h1>…</h1>" }, and a check by http, which it needs, like check: { http: "/" }',
			],
		],
		[
			virtualServer("lb_kind DR\nprotocol UDP\nsorry_server 127.0.0.1 80"),
			[
				"4: sorry_server 127.0.0.1 80: the director itself serves a page on one TCP port, and this service has others; name a real server that serves it",
			],
		],
		[
			virtualServer("lb_kind DR\nsorry_server 10.0.0.9 80"),
			[
				'3: sorry_server 10.0.0.9 80: needs a `check`, which tells when it must serve; write one, like { http: "/health" }',
			],
		],
		[
			virtualServer("lb_kind DR\nsorry_server 10.0.0.2 80"),
			[
				"3: sorry_server 10.0.0.2 80: it is a real server of this service too, and can serve only while too few others pass; name another machine",
			],
		],
		[
			virtualServer("lb_kind DR\nsorry_server 10.0.0.1 80"),
			[
				"3: sorry_server 10.0.0.1 80: it has the address of the VIP, which is no real server's own; a director that serves too cannot be declared",
			],
		],
		[
			virtualServer(
				"lb_kind DR\nsorry_server 10.0.0.9 80\nsorry_server_lvs_method TUN",
			),
			[
				"3: sorry_server 10.0.0.9 80: it is forwarded to by a tunnel, and the real servers by direct routing: a service has one forwarding",
			],
		],
		[
			virtualServer("lb_kind NAT\nsorry_server 10.0.0.9 81"),
			[
				"3: sorry_server 10.0.0.9 81: its port is 81, and that of the real servers is 80: a service has one port on all of them",
			],
		],
		[
			"global_defs {\nlvs_sync_daemon eth0 VI_1\nstartup_script /a\n}",
			[
				"2: lvs_sync_daemon eth0 VI_1: directors tell each other of connections where a cluster has several, and no vrrp_instance here has the VIP of one",
				"3: startup_script /a: no program is run when a director starts",
			],
		],
		[
			"static_ipaddress {\n10.0.0.7\n}\nnonsense 1",
			[
				"1: static_ipaddress: addresses of the director itself are no part of a declaration; give them to the network configuration of the host",
				'4: nonsense 1: "nonsense" is not known in a keepalived.conf; is it spelt rightly, and is no } missing above?',
			],
		],
		[
			"vrrp_instance A {\nstate MASTER\npriority 5\nauthentication {\nauth_type PASS\nauth_pass secret\n}\nnotify_master /a\nvirtual_ipaddress {\n10.0.0.8\n2001:db8::1\n@main 10.0.0.7\n}\nvirtual_routes {\nx\n}\n}",
			[
				"11: 2001:db8::1: IPv6 is not supported yet",
				`12: 10.0.0.7: ${machine}`,
				"14: virtual_routes: routes of a director are no part of a declaration",
			],
		],
	] as const)
		test(text.replaceAll("\n", " "), () => {
			const { unread, services } = declared(`${text}\n${good}`);
			assert.deepEqual(unread, said);
			assert.deepEqual(services["10.0.0.99 tcp-80"], {
				tcp: 80,
				scheduler: "rr",
			});
		});

	test("what means nothing is told once, with its lines", () => {
		const { unread, remarks } = declared(`global_defs {
	router_id LB
	notification_email {
		ops@example.com
	}
	vrrp_strict
	enable_script_security
}
${virtualServer("lb_kind DR\nha_suspend\nnat_mask 255.255.255.0\nquorum 1\nsmtp_alert")}${virtualServer("lb_kind DR\nsmtp_alert", "10.0.0.1 25")}`);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			"2: router_id (2), notification_email (3), vrrp_strict (6), enable_script_security (7), ha_suspend (11), nat_mask (12), smtp_alert (14, 21), quorum (13): left out: means nothing for a declaration",
		]);
	});

	test("what differs from keepalived is said", () => {
		assert.deepEqual(
			theOnly(virtualServer("persistence_timeout 60\ninhibit_on_failure"))
				.remarks,
			[
				"1: virtual_server 10.0.0.1 80: it names no lb_kind, and NAT is declared, keepalived's default",
				"3: inhibit_on_failure: with persistence a real server that fails is taken out of the table here, as the kernel would go on sending it the clients that it has",
			],
		);
	});

	test("that a protocol is missing, so that UDP is declared", () => {
		const { services, remarks } = declared(
			`virtual_server 10.0.0.1 53 {\nlb_kind DR\n${serverAt("53")}\n}`,
		);
		assert.deepEqual(services, {
			"10.0.0.1 udp-53": { udp: 53, scheduler: "wlc" },
		});
		assert.deepEqual(remarks, [
			"1: virtual_server 10.0.0.1 53: it names no protocol, and UDP is declared, keepalived's default; if TCP is meant, write `protocol TCP`",
		]);
	});

	test("a secret is not shown", () => {
		const { unread } = declared(
			`vrrp_instance A {\n@main auth_pass hidden\n}\nauth_pass hidden\n${good}`,
		);
		assert.doesNotMatch(unread.join("\n"), /hidden/);
	});
});
