import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declared } from "./declared.ts";

const times = "checkinterval=10\nchecktimeout=10\n";

/** The check of a service with one real server, and what is told of it. */
function checkOf(
	lines: string,
	{
		head = "virtual=10.0.0.1:80",
		real = "real=10.0.0.11:80 gate",
		top = times,
	}: { head?: string; real?: string; top?: string } = {},
) {
	const { services, unread, remarks } = declared(
		`${top}${head}\n\t${real}\n${lines.replace(/^(?=.)/gm, "\t")}`,
		"10.0.0.1",
	);
	const [service] = Object.values(services);
	return { check: service?.check, unread, remarks };
}

const usual = { everySeconds: 10, failures: 1 };
const good = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226];
const page = (fields: object) => ({ ...fields, status: good, ...usual });

suite("the check of a ldirectord.cf", () => {
	for (const [what, lines, options, expected] of [
		["asks port 80 for its first page", "", {}, page({ http: "/" })],
		[
			"asks port 443 by TLS",
			'request="health"\n',
			{ head: "virtual=10.0.0.1:443", real: "real=10.0.0.11:443 gate" },
			page({ https: "/health" }),
		],
		[
			"of a page wants a text, of a site",
			'request="/x?y=1"\nreceive="it works\\."\nvirtualhost="www.example.com"\n',
			{},
			{
				http: "/x?y=1",
				hostName: "www.example.com",
				status: good,
				text: "it works.",
				...usual,
			},
		],
		["takes any text for .*", 'receive=".*"\n', {}, page({ http: "/" })],
		[
			"asks another port",
			"checkport=8080\n",
			{},
			{ http: "/", status: good, ...usual, port: 8080 },
		],
		[
			"asks the port that a real server names, also where packets do not change theirs",
			"",
			{ real: "real=10.0.0.11:8080 gate" },
			{ http: "/", status: good, ...usual, port: 8080 },
		],
		[
			"asks the usual port of its service where the real server names none",
			"service=http\n",
			{ head: "virtual=10.0.0.1:8080", real: "real=10.0.0.11 gate" },
			{ http: "/", status: good, ...usual, port: 80 },
		],
		["connects", "checktype=connect\n", {}, { tcp: true, ...usual }],
		[
			"of a mark asks the port of the real server",
			"checktype=connect\n",
			{ head: "virtual=7" },
			{ tcp: true, ...usual, port: 80 },
		],
		[
			"waits for a mail server",
			"",
			{ head: "virtual=10.0.0.1:25", real: "real=10.0.0.11:25 gate" },
			{ tcp: { expect: "220" }, ...usual },
		],
		[
			"waits for a news server",
			"service=nntp\n",
			{},
			{ tcp: { expect: "2" }, ...usual },
		],
		[
			"asks for a name",
			'request="www.example.com"\n',
			{ head: "virtual=10.0.0.1:53", real: "real=10.0.0.11:53 gate" },
			{ dns: "www.example.com", ...usual },
		],
		[
			"asks for the name of an address",
			'request="192.0.2.1"\n',
			{ head: "virtual=10.0.0.1:53", real: "real=10.0.0.11:53 gate" },
			{ dns: "1.2.0.192.in-addr.arpa", ...usual },
		],
		[
			"talks, where it says how the answer begins",
			'service=simpletcp\nrequest="PING\\n"\nreceive="^\\+PONG"\n',
			{},
			{ tcp: { send: "PING\n", expect: "+PONG" }, ...usual },
		],
		[
			"sends datagrams",
			'protocol=udp\nservice=simpletcp\nrequest="ping"\nreceive="^pong"\n',
			{},
			{ udp: { send: "ping", expect: "pong" }, ...usual },
		],
		["is none where nothing is asked", "checktype=on\n", {}, undefined],
		["is none for service none", "service=none\n", {}, undefined],
		[
			"is none for a port of which ldirectord knows no service",
			"",
			{ head: "virtual=10.0.0.1:8080" },
			undefined,
		],
		["is none for /bin/true", "checktype=external\n", {}, undefined],
	] as const)
		test(what, () => {
			const found = checkOf(lines, options);
			assert.deepEqual(found.check, expected);
			assert.deepEqual(found.unread, []);
		});

	for (const [what, lines, options, expected, why] of [
		[
			"is left out for a ping",
			"checktype=ping\n",
			{},
			undefined,
			/a check by ping cannot be declared: .*write `check: \{ tcp: true \}`/,
		],
		[
			"is left out where a connection to UDP is a ping",
			"protocol=udp\nchecktype=connect\n",
			{},
			undefined,
			/a check by ping, which ldirectord takes for UDP, cannot be declared/,
		],
		[
			"connects to a database",
			'service=mysql\nlogin="me"\npasswd="geheim"\nrequest="SELECT 1"\n',
			{},
			{ tcp: true, ...usual },
			/ldirectord logs in and sends a query there \(mysql\)/,
		],
		[
			"is left out for SIP by UDP",
			"protocol=udp\nservice=sip\n",
			{},
			undefined,
			/ldirectord asks for OPTIONS there \(sip\)/,
		],
		[
			"drops what is more than text",
			'receive="OK|ok"\n',
			{},
			page({ http: "/" }),
			/a regular expression cannot be declared; write `text: "\.\.\."`/,
		],
		[
			"does not compare the answer of a name server",
			'request="www.example.com"\nreceive="192.0.2.1"\n',
			{ head: "virtual=10.0.0.1:53", real: "real=10.0.0.11:53 gate" },
			{ dns: "www.example.com", ...usual },
			/what the answer says is not compared/,
		],
		[
			"connects where the answer may begin as it likes",
			'service=simpletcp\nrequest="PING"\nreceive="PONG"\n',
			{},
			{ tcp: true, ...usual },
			/a connection alone is asked for: .*write `tcp: \{ send: "PING", expect: "\.\.\." \}`/,
		],
		[
			"does not log in",
			'service=imap\nlogin="me"\npasswd="geheim"\n',
			{},
			{ tcp: { expect: "* OK" }, ...usual },
			/the greeting is waited for, "\* OK", and nothing after it/,
		],
		[
			"does not ask another place",
			"",
			{
				real: 'real=10.0.0.11:80 gate "http://10.0.0.99/x","ok"',
			},
			undefined,
			/it asks another place, 10\.0\.0\.99/,
		],
		[
			"is not guessed where its service is unknown",
			"service=ssh\n",
			{},
			undefined,
			/ldirectord refuses the line: service takes one of/,
		],
		[
			"runs no program with arguments",
			'checktype=external\ncheckcommand="/x -v"\n',
			{},
			undefined,
			/ldirectord runs a program of that whole name/,
		],
	] as const)
		test(`${what}, and that is told`, () => {
			const found = checkOf(lines, options);
			assert.deepEqual(found.check, expected);
			assert.equal(found.unread.length, 1, found.unread.join("\n"));
			assert.match(found.unread[0] ?? "", why);
			assert.doesNotMatch(
				[...found.unread, ...found.remarks].join("\n"),
				/geheim/,
			);
		});

	for (const [type, script] of [
		["external", 'exec /usr/local/bin/check-it 10.0.0.1 80 "$1" "$2"'],
		[
			"external-perl",
			'exec perl /usr/local/bin/check-it 10.0.0.1 80 "$1" "$2"',
		],
	] as const)
		test(`by ${type} is a script that is spelt out, and runs as root`, () => {
			const { check, unread, remarks } = checkOf(
				`checktype=${type}\ncheckcommand="/usr/local/bin/check-it"\n`,
			);
			assert.deepEqual(unread, []);
			const { command, ...rest } = check as { command: string };
			assert.match(command, /^\/usr\/local\/sbin\/lvs-check-check-it-/);
			assert.deepEqual(rest, { runAs: "root", ...usual });
			assert.ok(
				remarks.some((line) =>
					line.includes(
						`${command} on each director, \`#!/bin/sh\` and \`${script}\``,
					),
				),
				remarks.join("\n"),
			);
		});

	test("of a real server of its own is its own", () => {
		const { services, unread } = declared(
			`${times}virtual=10.0.0.1:80\n\trequest="a"\n\treceive="b"\n\treal=10.0.0.11:80 gate\n\treal=10.0.0.12:80 gate\n\treal=10.0.0.13:80 gate 1 "c","d"\n`,
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(services["10.0.0.1 tcp-80"], {
			tcp: 80,
			scheduler: "wrr",
			check: { http: "/a", status: good, text: "b", ...usual },
			realServers: {
				rs3: { check: { http: "/c", status: good, text: "d", ...usual } },
			},
		});
	});

	test("of several connections and a page asks for the page, and says so", () => {
		const { check, remarks, unread } = checkOf("checktype=3\n");
		assert.deepEqual(check, page({ http: "/" }));
		assert.deepEqual(unread, []);
		assert.match(
			remarks.join("\n"),
			/each check asks http, and by ldirectord one after 3 that only connect/,
		);
	});
});

suite("the times of a check of ldirectord", () => {
	for (const [what, top, lines, expected] of [
		[
			"are its own defaults: an answer has 30 s, which is more than the interval",
			"",
			"",
			{ everySeconds: 10, failures: 1 },
		],
		[
			"have 5 s for a connection",
			"",
			"checktype=connect\n",
			{ everySeconds: 10, timeoutSeconds: 5, failures: 1 },
		],
		[
			"leave as long for an answer as is written, and then ask less often",
			"checktimeout=3\ncheckinterval=1\n",
			"",
			{ everySeconds: 3, failures: 1 },
		],
		[
			"try again after an interval",
			"checktimeout=2\ncheckinterval=6\nfailurecount=3\n",
			"",
			{ everySeconds: 6, timeoutSeconds: 2, failures: 3, retrySeconds: 6 },
		],
		[
			"of a virtual service come first",
			"checktimeout=2\nnegotiatetimeout=3\nfailurecount=3\n",
			"negotiatetimeout=4\nfailurecount=1\n",
			{ everySeconds: 10, timeoutSeconds: 4, failures: 1 },
		],
		[
			"take one time-out for the other in the virtual service before that of the whole file",
			"negotiatetimeout=3\n",
			"checktimeout=4\n",
			{ everySeconds: 10, timeoutSeconds: 4, failures: 1 },
		],
		[
			"have an interval of a virtual service with fork",
			"fork=yes\nchecktimeout=2\n",
			"checkinterval=20\n",
			{ everySeconds: 20, timeoutSeconds: 2, failures: 1 },
		],
		[
			"have that of the whole file without",
			"checkinterval=15\nchecktimeout=2\n",
			"checkinterval=20\n",
			{ everySeconds: 15, timeoutSeconds: 2, failures: 1 },
		],
	] as const)
		test(what, () => {
			const { check, unread } = checkOf(lines, { top });
			const {
				tcp: _,
				http: __,
				status: ___,
				...found
			} = check as Record<string, unknown>;
			assert.deepEqual(found, expected);
			assert.deepEqual(unread, []);
		});

	for (const [top, lines, remark] of [
		[
			"",
			"",
			"1: virtual=10.0.0.1:80: an answer may take 10 s, as long as between two checks, and by ldirectord 30 s; for more write a larger `everySeconds`",
		],
		[
			"checktimeout=3\ncheckinterval=1\n",
			"",
			"3: virtual=10.0.0.1:80: an answer may take 3 s, so a check begins each 3 s, and by ldirectord 1 s after the end of the last one; to see a failure sooner write both smaller, like everySeconds: 1, timeoutSeconds: 1",
		],
		[
			"",
			"checkinterval=20\n",
			"3: checkinterval=20: without fork=yes ldirectord does not heed it, and that of the whole file is declared",
		],
	] as const)
		test(`are told: ${remark}`, () => {
			const { remarks } = checkOf(lines, { top });
			assert.ok(remarks.includes(remark), remarks.join("\n"));
		});
});

suite("what becomes of a real server that fails", () => {
	const weight =
		/a real server that fails has weight 0 here, .*; ldirectord takes it out of the table/;
	const taken = /a real server that fails is taken out of the table here/;
	for (const [lines, told] of [
		["", weight],
		["quiescent=no\n", weight],
		["quiescent=no\npersistent=60\n", undefined],
		["quiescent=yes\n", undefined],
		["quiescent=yes\npersistent=60\n", taken],
		["checktype=on\n", undefined],
	] as const)
		test(`${JSON.stringify(lines)}: ${told === undefined ? "is the same" : "is told"}`, () => {
			const { remarks } = checkOf(lines);
			const text = remarks.join("\n");
			for (const one of [weight, taken])
				if (one === told) assert.match(text, one);
				else assert.doesNotMatch(text, one);
		});
});
