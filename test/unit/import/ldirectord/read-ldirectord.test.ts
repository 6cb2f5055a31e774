import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

/** A virtual service without a check, so that nothing is told of checks. */
const unchecked = (lines: string, head = "virtual=10.0.0.1:80") =>
	`${head}\n\tchecktype=on\n${lines.replace(/^(?=.)/gm, "\t")}`;

suite("the rules of a ldirectord.cf", () => {
	for (const [what, text, rules] of [
		[
			"are forwarded by weight if nothing is said, and have weight 1",
			unchecked("real=10.0.0.11:80 gate\nreal=10.0.0.12:80 gate 5\n"),
			[
				"-A -t 10.0.0.1:80 -s wrr",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:80 -g -w 1",
				"-a -t 10.0.0.1:80 -r 10.0.0.12:80 -g -w 5",
			],
		],
		[
			"come from a range",
			unchecked("real=10.0.0.9->10.0.0.11:80 gate 2\n"),
			[
				"-A -t 10.0.0.1:80 -s wrr",
				"-a -t 10.0.0.1:80 -r 10.0.0.9:80 -g -w 2",
				"-a -t 10.0.0.1:80 -r 10.0.0.10:80 -g -w 2",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:80 -g -w 2",
			],
		],
		[
			"have the port of the service where none is written",
			unchecked("real=10.0.0.11 masq\n"),
			["-A -t 10.0.0.1:80 -s wrr", "-a -t 10.0.0.1:80 -r 10.0.0.11:80 -m -w 1"],
		],
		[
			"change ports by masq",
			unchecked("real=10.0.0.11:http-alt masq\n"),
			[
				"-A -t 10.0.0.1:80 -s wrr",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:8080 -m -w 1",
			],
		],
		[
			"go through tunnels",
			unchecked("real=10.0.0.11:80 ipip\n"),
			[
				"-A -t 10.0.0.1:80 -s wrr",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:80 -i -w 1 --tun-type ipip",
			],
		],
		[
			"keep clients together, by a mask",
			unchecked(
				"scheduler=sh\nschedflags=sh-port,sh-fallback\npersistent = 600\nnetmask = 255.255.255.0\nreal=10.0.0.11:80 gate\n",
			),
			[
				"-A -t 10.0.0.1:80 -s sh -p 600 -M 255.255.255.0 -b sh-fallback,sh-port",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:80 -g -w 1",
			],
		],
		[
			"limit connections",
			unchecked("real=10.0.0.11:80 gate 1 l:150 u:200\n"),
			[
				"-A -t 10.0.0.1:80 -s wrr",
				"-a -t 10.0.0.1:80 -r 10.0.0.11:80 -g -w 1 -x 200 -y 150",
			],
		],
		[
			"are UDP at port 53",
			unchecked("real=10.0.0.11:53 gate\n", "virtual=10.0.0.1:domain"),
			["-A -u 10.0.0.1:53 -s wrr", "-a -u 10.0.0.1:53 -r 10.0.0.11:53 -g -w 1"],
		],
		[
			"schedule each datagram by itself",
			unchecked("protocol=udp\nops=yes\nreal=10.0.0.11:80 gate\n"),
			[
				"-A -u 10.0.0.1:80 -s wrr -o",
				"-a -u 10.0.0.1:80 -r 10.0.0.11:80 -g -w 1",
			],
		],
		[
			"are TCP at port 53 if that is written",
			unchecked(
				"protocol=tcp\nreal=10.0.0.11:53 gate\n",
				"virtual=10.0.0.1:53",
			),
			["-A -t 10.0.0.1:53 -s wrr", "-a -t 10.0.0.1:53 -r 10.0.0.11:53 -g -w 1"],
		],
	] as const)
		test(what, () => {
			const found = declared(text);
			assert.deepEqual(found.unread, []);
			assert.deepEqual(renderedRules(found), rules);
		});

	test("of a mark leave its ports to be filled in, and keep that of the real servers", () => {
		const found = declared(
			unchecked("real=10.0.0.11:80 gate\n", "virtual=7"),
			"10.0.0.1",
		);
		assert.deepEqual(found.unread, []);
		assert.deepEqual(JSON.parse(JSON.stringify(found.services)), {
			"10.0.0.1 mark-7": {
				fwmark: 7,
				scheduler: "wrr",
				realServerPort: 80,
			},
		});
	});
});

suite("told of a ldirectord.cf", () => {
	for (const [text, line] of [
		[
			unchecked("real=web1:80 gate\nreal=10.0.0.12:80 gate\n"),
			'3: real=web1:80 gate: "web1" is a name, which the director looks up when ldirectord starts; write the address that `getent ahostsv4 web1` prints there',
		],
		[
			unchecked("real=10.0.0.11:80 gate\n", "virtual=www:80"),
			'1: virtual=www:80: "www" is a name, which the director looks up when ldirectord starts; write the address that `getent ahostsv4 www` prints there',
		],
		[
			unchecked("real=10.0.0.11:80 gate\n", "virtual=10.0.0.1"),
			"1: virtual=10.0.0.1: without a port ldirectord takes 10.0.0.1 for the firewall mark 10; write ADDRESS:PORT",
		],
		[
			unchecked("real=10.0.0.11:80 gate\n", "virtual6=[2001:db8::1]:80"),
			"1: virtual6=[2001:db8::1]:80: IPv6 is not supported yet",
		],
		[
			unchecked("real=10.0.0.0->10.0.9.0:80 gate\n"),
			"3: real=10.0.0.0->10.0.9.0:80 gate: it is a range of 2305 addresses, and a cluster has far fewer real servers; write the ones that are used one by one",
		],
		[
			unchecked("real=10.0.0.12->10.0.0.11:80 gate\n"),
			'3: real=10.0.0.12->10.0.0.11:80 gate: "10.0.0.12-10.0.0.11" is no range of addresses',
		],
		[
			unchecked("real=10.0.0.11:80 gate\nreal=10.0.0.11:80 gate 2\n"),
			"4: real=10.0.0.11:80 gate 2: line 3 adds this real server already",
		],
		[
			`${unchecked("real=10.0.0.11:80 gate\n")}${unchecked("real=10.0.0.12:80 gate\n")}`,
			"4: virtual=10.0.0.1:80: line 1 adds this service already",
		],
		[
			"virtual=10.0.0.1:80\n\tchecktype=off\n\treal=10.0.0.11:80 gate\n",
			"1: virtual=10.0.0.1:80: by checktype=off, line 2, ldirectord puts no real server in; write checktype=on for real servers that serve unchecked",
		],
		["virtual=10.0.0.1:80\n", "1: virtual=10.0.0.1:80: it has no real server"],
		[
			unchecked("ops=yes\nreal=10.0.0.11:80 gate\n"),
			"3: ops=yes: it counts only for UDP, so it does nothing; leave it out",
		],
		[
			unchecked('fallbackcommand="/x"\nreal=10.0.0.11:80 gate\n'),
			'3: fallbackcommand="/x": no program is run when this happens; `lvsctl status` says who is out, since when and why',
		],
		[
			`execute=other\n${unchecked("real=10.0.0.11:80 gate\n")}`,
			"1: execute=other: it starts ldirectord with another file besides; import that file too",
		],
		[
			unchecked("scheduler=nosuch\nreal=10.0.0.11:80 gate\n"),
			/^1: virtual=10\.0\.0\.1:80: unknown scheduler/,
		],
	] as const)
		test(String(line), () => {
			const { unread } = declared(text);
			assert.ok(
				unread.some((each) =>
					typeof line === "string" ? each === line : line.test(each),
				),
				unread.join("\n"),
			);
		});

	// each is taken from the parser of ldirectord
	for (const [line, why] of [
		["checktimeout=0", "checktimeout takes a whole number from 1"],
		["checktimeout=soon", "checktimeout takes a whole number from 1"],
		[
			"quiescent=yes # always",
			"quiescent takes yes or no and nothing behind it, not even a blank or a comment",
		],
		["logfile=local0", "logfile takes a value in double quotes"],
		["emailalertstatus=none,all", "emailalertstatus takes none alone"],
		[
			"fallback=127.0.0.1:80 # local",
			'fallback is forwarded to by "local": it takes gate, masq or ipip behind the address',
		],
		[
			"connecttimeout=3",
			"connecttimeout is of old versions; write negotiatetimeout or checktimeout",
		],
		[
			"checktype=on",
			"it belongs to a virtual service, and stands at the margin: write it below its virtual=, behind four blanks or a tab",
		],
		[
			"checktimout=3",
			'"checktimout" is not known in a ldirectord.cf outside of its virtual services; is it spelt rightly?',
		],
		[
			"checktimeout 3",
			'"checktimeout 3" sets nothing: a directive is written NAME = VALUE',
		],
	] as const)
		test(`ldirectord refuses ${line}`, () => {
			const { unread, clusters } = declared(
				`${line}\n${unchecked("real=10.0.0.11:80 gate\n")}`,
			);
			assert.deepEqual(unread, [
				`1: ${line.replace(/ *#.*/, "")}: ldirectord refuses the line: ${why}`,
			]);
			assert.equal(clusters.length, 1);
		});

	for (const [line, why] of [
		["request=index.html", 'request takes a value in double quotes, like "/"'],
		["checkport=70000", "checkport takes a port from 1 to 65535"],
		[
			"netmask=24",
			"netmask takes a mask like 255.255.255.0 and nothing behind it",
		],
		["protocol=TCP", "protocol takes one of tcp, udp, fwm"],
		["protocol=fwm", "protocol must be tcp or udp for an address and a port"],
		["scheduler=WRR", "scheduler takes the name of a scheduler, like wrr"],
		[
			"real=10.0.0.12:80 route",
			"it takes gate, masq or ipip behind the address",
		],
		[
			"real=10.0.0.12:80",
			"it takes an address, a port and gate, masq or ipip, like 192.0.2.11:80 gate",
		],
		[
			"autoreload=yes",
			"it holds for all virtual services, and stands in one: write it at the margin, above them",
		],
	] as const)
		test(`ldirectord refuses ${line} in a virtual service`, () => {
			const { unread, clusters } = declared(
				unchecked(`${line}\nreal=10.0.0.11:80 gate\n`),
			);
			assert.deepEqual(unread, [
				`3: ${line}: ldirectord refuses the line: ${why}`,
			]);
			assert.equal(clusters.length, 1);
		});

	for (const [text, line] of [
		[
			unchecked(
				"persistent=600 netmask=255.255.255.0\nreal=10.0.0.11:80 gate\n",
			),
			'3: persistent=600 netmask=255.255.255.0: "netmask" stands on the line of "persistent", where ldirectord does not read it; give it a line of its own',
		],
		[
			unchecked(
				"real=10.0.0.11:80 gate\n",
				"virtual=10.0.0.1:80 protocol=udp scheduler=rr",
			),
			'1: virtual=10.0.0.1:80 protocol=udp scheduler=rr: "protocol", "scheduler" stand on the line of "virtual", where ldirectord does not read them; give each a line of its own',
		],
	] as const)
		test(`what stands on the line of another directive: ${line}`, () => {
			assert.deepEqual(declared(text).unread, [line]);
		});

	test("what may contain any text contains no directive", () => {
		const { unread } = declared(
			unchecked(
				'comment=a real=10.0.0.12:80 gate\nvirtualhost="a service=b"\nscheduler=rr # service=http\nreal=10.0.0.11:80 gate\n',
			),
		);
		assert.deepEqual(unread, []);
	});

	test("other words behind the address of a virtual service are told", () => {
		const { unread, remarks } = declared(
			unchecked("real=10.0.0.11:80 gate\n", "virtual=10.0.0.1:80 shop # own"),
		);
		assert.deepEqual(unread, []);
		assert.ok(
			remarks.includes(
				'1: virtual=10.0.0.1:80 shop: ldirectord overlooks "shop" there, and so it is here',
			),
			remarks.join("\n"),
		);
	});

	test("lines for which the same counts are told once", () => {
		const { unread } = declared(
			"virtual=10.0.0.1:80\n\tchecktype=on\n\treal=10.0.0.11:80 gate\n\n\treal=10.0.0.12:80 gate\n\treal=10.0.0.13:80 gate\n",
		);
		assert.deepEqual(unread, [
			"5: real=10.0.0.12:80 gate: ldirectord refuses the line: it is indented and belongs to no virtual service: that ends with an empty line, or one that is indented by less than four blanks; take that out, or write this at the margin (lines 5, 6)",
		]);
	});

	test("what means nothing, and what nothing heeds, is one remark, without a secret", () => {
		const { remarks, unread } = declared(
			`autoreload = yes\nfailurecount=2\n${unchecked('passwd="geheim"\nreceive="ok"\nmonitorfile=/x\nscheduler=rr\nscheduler=wrr\nnetmask=255.255.255.0\nreal=10.0.0.11:80 gate\n')}`,
		);
		assert.deepEqual(unread, []);
		assert.equal(
			remarks.at(-1),
			"1: autoreload (1), monitorfile (7), netmask without persistent (10), passwd (5), receive (6), scheduler (8), failurecount (2): left out: means nothing for a declaration",
		);
	});
});

suite("the fallback of a ldirectord.cf", () => {
	const web = (lines: string, top = "") =>
		`${top}virtual=10.0.0.1:80\n\treal=10.0.0.11:80 gate\n${lines.replace(/^(?=.)/gm, "\t")}`;
	const sorryIn = (text: string) =>
		declared(text).services["10.0.0.1 tcp-80"]?.sorry;

	test("is a sorry server", () => {
		const found = declared(web("fallback=10.0.0.19:80 gate\n"));
		assert.equal(found.services["10.0.0.1 tcp-80"]?.sorry, "rs2");
		assert.deepEqual(found.unread, []);
	});

	test("of the whole file counts where a virtual service has none", () => {
		const top = "fallback=10.0.0.19\n";
		assert.equal(sorryIn(web("", top)), "rs2");
		const other = declared(web("fallback=10.0.0.18\n", top));
		assert.equal(other.clusters[0]?.realServers.rs2?.address, "10.0.0.18");
	});

	for (const host of ["127.0.0.1:80", "localhost"])
		test(`on ${host} is a page that is to be filled in`, () => {
			const found = declared(web(`fallback=${host}\n`));
			assert.ok("sorry" in (found.services["10.0.0.1 tcp-80"] ?? {}));
			assert.deepEqual(found.unread, []);
			assert.ok(
				found.remarks.some((line) => line.includes("fill in `sorry.page`")),
			);
		});

	for (const [lines, why] of [
		[
			"fallback=10.0.0.19:80 masq\n",
			/it is forwarded to by NAT, and the real servers by direct routing/,
		],
		[
			"service=smtp\nfallback=127.0.0.1\n",
			/its page is not in the file: .*and a check by http/,
		],
		["fallback=sorry1:80\n", /"sorry1" is a name/],
	] as const)
		test(`that cannot be declared is told: ${why.source}`, () => {
			const { unread, services } = declared(web(lines));
			assert.match(unread.join("\n"), why);
			assert.equal(services["10.0.0.1 tcp-80"]?.sorry, undefined);
		});

	test("means nothing where nothing is checked", () => {
		const { unread, remarks } = declared(
			web("checktype=on\nfallback=10.0.0.19:80 gate\n"),
		);
		assert.deepEqual(unread, []);
		assert.match(
			remarks.at(-1) ?? "",
			/^4: fallback where nothing is checked \(4\): left out/,
		);
	});
});
