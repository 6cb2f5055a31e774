import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { declared } from "./declared.ts";

/** A service of one real server with this check; the check begins in line 6. */
const withCheck = (
	check: string,
	{
		service = "10.0.0.1 80",
		kind = "DR",
		port = "80",
		more = "",
	}: { service?: string; kind?: string; port?: string; more?: string } = {},
) => `virtual_server ${service} { protocol TCP
lb_kind ${kind}
delay_loop 5
${more}
real_server 10.0.0.2 ${port} {
${check}
}
}
`;

const theCheck = (text: string) => {
	const { services, unread, remarks } = declared(text);
	const [service] = Object.values(services);
	return { check: service?.check, unread, remarks };
};

/** Settings that ask again as we do, with delay_loop 5. */
const usual = { everySeconds: 5, failures: 2 };
const ownTimes = "connect_timeout 5\nretry 1\ndelay_before_retry 1\n";
const statuses = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226];

suite("a check of keepalived is declared", () => {
	for (const [what, check, value, place] of [
		["TCP_CHECK", `TCP_CHECK {\n${ownTimes}}`, { tcp: true, ...usual }],
		[
			"TCP_CHECK with its times",
			"TCP_CHECK {\nconnect_timeout 2\nnb_get_retry 3\ndelay_before_retry 0.1\ndelay_loop 2\n}",
			{ tcp: true, everySeconds: 2, failures: 4, retrySeconds: 0.1 },
		],
		[
			"TCP_CHECK with a shorter time for an answer",
			"TCP_CHECK {\nconnect_timeout 1.5\nretry 0\n}",
			{ tcp: true, everySeconds: 5, timeoutSeconds: 1.5, failures: 1 },
		],
		[
			"TCP_CHECK that asks again at once",
			"TCP_CHECK {\nretry 2\ndelay_before_retry 0\n}",
			{ tcp: true, everySeconds: 5, failures: 3, retrySeconds: 0.1 },
		],
		[
			"TCP_CHECK that asks again as late as ours does by itself",
			"TCP_CHECK {\nretry 1\nconnect_timeout 2\ndelay_before_retry 3\n}",
			{ tcp: true, everySeconds: 5, timeoutSeconds: 2, failures: 2 },
		],
		[
			"TCP_CHECK of another port",
			`TCP_CHECK {\n${ownTimes}connect_port 8080\n}`,
			{ tcp: true, ...usual, port: 8080 },
		],
		[
			"TCP_CHECK of a UDP service",
			`TCP_CHECK {\n${ownTimes}}`,
			{ tcp: true, ...usual, port: 80 },
			{ more: "protocol UDP" },
		],
		[
			"TCP_CHECK of the port on the real server, by NAT",
			`TCP_CHECK {\n${ownTimes}connect_port 8080\n}`,
			{ tcp: true, ...usual },
			{ kind: "NAT", port: "8080" },
		],
		[
			"TCP_CHECK of another port on the real server, by NAT",
			`TCP_CHECK {\n${ownTimes}connect_port 9000\n}`,
			{ tcp: true, ...usual, port: 9000 },
			{ kind: "NAT", port: "8080" },
		],
		[
			"HTTP_GET of several pages with their checksums",
			`HTTP_GET {\n${ownTimes}url {\npath /a\nstatus_code 200\ndigest 640205B7b0fc66c1ea91c463fac6334d\n}\nurl {\npath /b\nstatus_code 302\n}\n}`,
			{
				...{ http: "/a", digest: "640205B7b0fc66c1ea91c463fac6334d" },
				also: [{ page: "/b", status: [302] }],
				...usual,
			},
		],
		[
			"HTTP_GET",
			`HTTP_GET {\n${ownTimes}url {\npath /health?a=1\nstatus_code 200\n}\n}`,
			{ http: "/health?a=1", ...usual },
		],
		[
			"HTTP_GET of a named site, several statuses, and a text",
			`HTTP_GET {\n${ownTimes}url {\npath /\nstatus_code 200 301-303\nvirtualhost www.example.com\nregex "all is well"\n}\n}`,
			{
				http: "/",
				hostName: "www.example.com",
				status: [200, 301, 302, 303],
				text: "all is well",
				...usual,
			},
		],
		[
			"HTTP_GET without a status",
			`HTTP_GET {\n${ownTimes}url {\npath /\n}\n}`,
			{ http: "/", status: statuses, ...usual },
		],
		[
			"SSL_GET, with the name of the site from the virtual server",
			`SSL_GET {\n${ownTimes}enable_sni\nurl {\npath /\nstatus_code 200\n}\n}`,
			{ https: "/", hostName: "a.example", ...usual },
			{ service: "10.0.0.1 443", port: "443", more: "virtualhost a.example" },
		],
		[
			"DNS_CHECK",
			"DNS_CHECK {\ndelay_before_retry 1\ntype A\nname www.example.com\n}",
			{ dns: "www.example.com", everySeconds: 5, failures: 4 },
			{ service: "10.0.0.1 53", port: "53", more: "protocol UDP" },
		],
		[
			"DNS_CHECK as it is usual, of a TCP service",
			"DNS_CHECK {\nretry 0\n}",
			{
				...{ dns: ".", recordType: "SOA", everySeconds: 5, failures: 1 },
				port: 53,
			},
			{ service: "10.0.0.1 53", port: "53" },
		],
		[
			"UDP_CHECK",
			`UDP_CHECK {\n${ownTimes}payload 70696e67 0a\nrequire_reply 01 2\n}`,
			{ udp: { send: "ping\n", expect: [1, 2] }, ...usual },
			{ service: "10.0.0.1 514", port: "514", more: "protocol UDP" },
		],
		[
			"MISC_CHECK that is called as ours",
			'MISC_CHECK {\nmisc_path "/usr/local/bin/look 10.0.0.2 80"\nmisc_timeout 3\nuser nobody\n}',
			{
				command: "/usr/local/bin/look",
				...{ everySeconds: 5, timeoutSeconds: 3, failures: 1 },
			},
		],
		[
			"MISC_CHECK by another user",
			`MISC_CHECK {\nmisc_path "/look '10.0.0.2' 80"\nuser checker group\n}`,
			{ command: "/look", runAs: "checker", everySeconds: 5, failures: 1 },
		],
	] as const)
		test(what, () => {
			const found = theCheck(withCheck(check, place));
			assert.deepEqual(found.check, value);
			assert.deepEqual(found.unread, []);
			assert.deepEqual(found.remarks, []);
		});

	test("with what its virtual server and its real server say of times, the nearest first", () => {
		const text = `virtual_server 10.0.0.1 80 { protocol TCP
lb_kind DR
delay_loop 9
retry 4
delay_before_retry 1
connect_timeout 1
real_server 10.0.0.2 80 {
delay_loop 4
delay_before_retry 4
TCP_CHECK {
retry 2
}
}
}`;
		assert.deepEqual(theCheck(text).check, {
			...{ tcp: true, everySeconds: 4, timeoutSeconds: 1, failures: 3 },
			retrySeconds: 4,
		});
	});

	test("with the user of global_defs", () => {
		const { check, remarks } = theCheck(
			`global_defs { script_user watcher }\n${withCheck('MISC_CHECK {\nmisc_path "/look 10.0.0.2 80"\n}')}`,
		);
		assert.deepEqual(check, {
			...{ command: "/look", runAs: "watcher", everySeconds: 5, failures: 1 },
		});
		assert.deepEqual(remarks, []);
	});
});

suite("of a check that works otherwise here it is said", () => {
	for (const [what, check, said, place] of [
		[
			"that an answer may take no longer than until the next check",
			"TCP_CHECK {\nretry 0\nconnect_timeout 8\n}",
			"an answer may take 5 s, as long as between two checks, and by keepalived 8 s; for more write a larger `everySeconds`",
		],
		[
			"that a real server serves from the start",
			"TCP_CHECK {\nretry 0\nalpha\n}",
			"alpha: keepalived lets a real server in when it has passed; here it serves from the start, until its check has failed",
		],
		[
			"how a program is called, and who runs it",
			"MISC_CHECK {\nmisc_path /look\n}",
			"/look is called with address and port of the real server, and keepalived calls it with nothing",
		],
		[
			"what of an answer is compared",
			`UDP_CHECK {\n${ownTimes}payload 01\nrequire_reply 0102xx04\n}`,
			"of require_reply the first 2 bytes are declared, which stand before the first X",
			{ more: "protocol UDP" },
		],
	] as const)
		test(what, () => {
			const found = theCheck(withCheck(check, place));
			assert.notEqual(found.check, undefined);
			assert.deepEqual(found.unread, []);
			assert.equal(found.remarks[0], `6: ${check.split(" ")[0]}: ${said}`);
		});
});

suite("a check of keepalived is declared as what asks the same", () => {
	test("SMTP_CHECK: the greeting of a mail server", () => {
		const { check, unread, remarks } = theCheck(
			withCheck(
				`SMTP_CHECK {\n${ownTimes}helo_name a.lab\nhost {\nconnect_ip 10.0.0.2\nconnect_port 80\n}\n}`,
			),
		);
		assert.deepEqual(check, { tcp: { expect: "220" }, ...usual });
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			"6: SMTP_CHECK: it waits for the greeting of a mail server, 220, and keepalived says HELO too",
			"10: helo_name (10): left out: means nothing for a declaration",
		]);
	});

	test("MISC_CHECK with arguments of its own: a script, spelt out", () => {
		const { check, unread, remarks } = theCheck(
			withCheck(
				'MISC_CHECK {\nmisc_path "/usr/bin/look.sh -H 10.0.0.2 a;b"\nuser nobody\n}',
			),
		);
		const path = String((check as { command?: string } | undefined)?.command);
		assert.match(path, /^\/usr\/local\/sbin\/lvs-check-look-[0-9a-f]{4}$/);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			`6: MISC_CHECK: it is called with arguments other than address and port of the real server: write an executable script ${path} on each director, \`#!/bin/sh\` and \`exec /usr/bin/look.sh -H "$1" 'a;b'\``,
		]);
	});

	for (const [line, call] of [
		[
			`"/bin/sh -c 'curl -fs http://10.0.0.2/ || exit 1'"`,
			"exec /bin/sh -c 'curl -fs http://10.0.0.2/ || exit 1'",
		],
		[`"/ask --query='select 1'"`, "exec /ask '--query=select 1'"],
	] as const)
		test(`MISC_CHECK with ${line}: its quotes are kept`, () => {
			const { unread, remarks } = theCheck(
				withCheck(`MISC_CHECK {\nmisc_path ${line}\nuser nobody\n}`),
			);
			assert.deepEqual(unread, []);
			assert.ok(remarks.join("\n").endsWith(`\`${call}\``), remarks.join("\n"));
		});

	test("MISC_CHECK whose words have no quotes around them: the first alone, which is said", () => {
		const { unread, remarks } = theCheck(
			withCheck("MISC_CHECK {\nmisc_path /look -a\nuser nobody\n}"),
		);
		assert.deepEqual(unread, []);
		assert.deepEqual(remarks, [
			'6: MISC_CHECK: keepalived takes only the first word of misc_path, as no quotes stand around them all; if the others belong to it, write misc_path "/look -a"',
			"6: MISC_CHECK: /look is called with address and port of the real server, and keepalived calls it with nothing",
		]);
	});

	test("notify_down and notify_up: a script that is told, which is spelt out", () => {
		const told = (more: string) =>
			declared(
				`virtual_server 10.0.0.1 80 { protocol TCP
lb_kind DR
delay_loop 5
real_server 10.0.0.2 80 {
notify_down "/a down"
notify_up /b root
TCP_CHECK {\n${ownTimes}}
}
real_server 10.0.0.3 80 {
${more}
TCP_CHECK {\n${ownTimes}}
}
}`,
			);
		const two = told("notify_down /c");
		assert.deepEqual(two.unread, []);
		assert.match(
			two.remarks.join("\n"),
			/5: notify_down \/a down: write an executable script \/usr\/local\/sbin\/lvs-told-[0-9a-f]{4} on each director, `#!\/bin\/sh` and `case \$1\.\$2 in out\.10\.0\.0\.2\) \/a down ;; in\.10\.0\.0\.2\) \/b ;; out\.10\.0\.0\.3\) \/c ;; esac`; it runs as root/,
		);
		const same = told('notify_down "/a down"\nnotify_up /b root');
		assert.match(
			same.remarks.join("\n"),
			/`case \$1 in out\) \/a down ;; in\) \/b ;; esac`/,
		);
		assert.match(
			JSON.stringify(same.clusters[0]?.services),
			/"tell":"\/usr\/local\/sbin\/lvs-told-[0-9a-f]{4}"/,
		);
		assert.match(
			told("notify_down /c nginx").unread.join("\n"),
			/: it runs as "nginx", and a program of `check.tell` as root/,
		);
	});
});

test("a program that needs a shell is no check, and told", () => {
	const { services, unread } = declared(
		withCheck(
			'MISC_CHECK {\nmisc_path "/usr/bin/curl -s http://10.0.0.2/ | grep -q good"\nuser nobody\n}',
		),
	);
	assert.deepEqual(unread, [
		`6: MISC_CHECK: keepalived runs no shell, and \`|\` is for one: write a script, and declare it: ${program}`,
	]);
	assert.ok(Object.values(services).every(({ check }) => check === undefined));
});

const program = 'check: { command: "/usr/local/bin/check-site" }';

suite("what a check cannot say is told, with its line", () => {
	for (const [check, said, declares, place] of [
		[
			`MISC_CHECK {\nmisc_path "/look 'a"\n}`,
			"6: MISC_CHECK: a ' of it has no end, so keepalived does not run it; close it, or write \\' for the sign itself",
			undefined,
		],
		[
			"PING_CHECK {\n}",
			"6: PING_CHECK: a check by ping cannot be declared: a machine may answer and serve nobody; write `check: { tcp: true }`",
			undefined,
		],
		[
			"BFD_CHECK {\nname a\n}",
			"6: BFD_CHECK: a check by BFD cannot be declared; write `check: { tcp: true, everySeconds: 0.5 }`",
			undefined,
		],
		[
			"FILE_CHECK {\ntrack_file a\n}",
			"6: FILE_CHECK: a check by a file cannot be declared; write a program that looks at it as `command`",
			undefined,
		],
		[
			`HTTP_GET {\n${ownTimes}url {\npath /a\nstatus_code 200\n}\nurl {\npath /b\nvirtualhost b.lab\n}\n}`,
			"14: url /b: a check asks for pages of one site, and this one is of b.lab; let that page report on all of them",
			{ http: "/a", ...usual },
		],
		[
			`SMTP_CHECK {\n${ownTimes}host {\nconnect_ip 10.0.0.9\n}\n}`,
			`6: SMTP_CHECK: line 10: it asks another place, 10.0.0.9, and a check goes to the real server itself; let a program of yours ask it: ${program}`,
			undefined,
		],
		[
			`HTTP_GET {\n${ownTimes}url {\npath /\nstatus_code 200\nregex "v[0-9]+"\n}\n}`,
			'13: regex v[0-9]+: a regular expression cannot be declared; write `text: "..."` with plain text that must stand in the page',
			{ http: "/", ...usual },
		],
		[
			`HTTP_GET {\n${ownTimes}url {\npath /\nstatus_code 200\nregex error\nregex_no_match\n}\n}`,
			'13: regex error: with regex_no_match it cannot be declared; write `text: "..."` with what must stand in the page',
			{ http: "/", ...usual },
		],
		[
			`HTTP_GET {\n${ownTimes}url {\npath /a|b\nstatus_code 200\n}\n}`,
			'6: HTTP_GET: "/a|b" is no path of a page; write it with its query as it stands in a request, from the first "/", like "/health"',
			undefined,
		],
		[
			`HTTP_GET {\n${ownTimes}}`,
			"6: HTTP_GET: it names no url, so nothing is asked",
			undefined,
		],
		[
			`TCP_CHECK {\n${ownTimes}connect_ip 10.0.0.9\n}`,
			"6: TCP_CHECK: it asks another machine, 10.0.0.9, and a check goes to the real server itself",
			undefined,
		],
		[
			`TCP_CHECK {\n${ownTimes}connect_port 80\n}`,
			`6: TCP_CHECK: by NAT a check that names the service's port, 80, reaches 8080, and cannot ask 80; let a program of yours ask it: ${program}`,
			undefined,
			{ kind: "NAT", port: "8080" },
		],
		[
			"TCP_CHECK {\nretry many\n}",
			'6: TCP_CHECK: retry takes a whole number, and "many" is none',
			undefined,
		],
		[
			"TCP_CHECK {\nretry 200\nconnect_timeout 5\ndelay_before_retry 5\n}",
			"6: TCP_CHECK: expected a whole number from 1 to 100, got 201",
			undefined,
		],
		[
			`TCP_CHECK {\n${ownTimes}@main connect_port 81\n}`,
			"6: TCP_CHECK: it depends on the machine, line 10",
			undefined,
		],
		[
			`TCP_CHECK {\n${ownTimes}conect_port 81\n}`,
			'10: conect_port 81: "conect_port" is not known in a TCP_CHECK; is it spelt rightly, and is no } missing above?',
			{ tcp: true, ...usual },
		],
		[
			"DNS_CHECK {\ntype MX\n}",
			"6: DNS_CHECK: a record of type MX cannot be asked for; ask for one of A, AAAA, NS, SOA, TXT",
			undefined,
		],
		[
			"UDP_CHECK {\n}",
			'6: UDP_CHECK: it sends random bytes, which cannot be declared; write `udp: { send: "ping", expect: "pong" }`',
			undefined,
		],
		[
			"UDP_CHECK {\npayload 01\nrequire_reply\n}",
			'6: UDP_CHECK: it does not say how the answer begins, so a machine that is switched off would pass; write `udp: { send: "ping", expect: "pong" }`',
			undefined,
		],
		[
			'MISC_CHECK {\nmisc_path "/look 10.0.0.2 80"\nuser nobody\nmisc_dynamic\n}',
			"9: misc_dynamic: a program that sets the weight by its exit status cannot be declared; 0 is good, and all else is a failure",
			{ command: "/look", everySeconds: 5, failures: 1 },
		],
	] as const)
		test(check.replaceAll("\n", " "), () => {
			const found = theCheck(withCheck(check, place));
			assert.ok(found.unread.includes(said), found.unread.join("\n"));
			assert.deepEqual(found.check, declares);
		});
});

suite("a service has one check", () => {
	const two = (first: string, second: string) =>
		`virtual_server 10.0.0.1 80 { protocol TCP
lb_kind DR
delay_loop 5
real_server 10.0.0.2 80 { ${first.replaceAll("\n", " ; ")}
}
real_server 10.0.0.3 80 {
${second}
}
}`.replaceAll(" ; ", "\n");
	const tcp = `TCP_CHECK {\n${ownTimes}}`;
	const http = `HTTP_GET {\n${ownTimes}url {\npath /\nstatus_code 200\n}\n}`;

	test("where all real servers have the same", () => {
		const { check, unread } = theCheck(two(tcp, tcp));
		assert.deepEqual(check, { tcp: true, ...usual });
		assert.deepEqual(unread, []);
	});

	test("and the first of those that all have, the others are told", () => {
		const dns = `DNS_CHECK {\n${ownTimes}type A\nname a.lab\n}`;
		const { check, unread } = theCheck(two(`${tcp}\n${dns}`, `${dns}\n${tcp}`));
		assert.deepEqual(check, { tcp: true, ...usual });
		assert.deepEqual(unread, [
			`9: DNS_CHECK: a real server has one check, and that of line 4 is declared; let a program of yours ask for both: ${program}`,
			`18: DNS_CHECK: a real server has one check, and that of line 25 is declared; let a program of yours ask for both: ${program}`,
		]);
	});

	test("and a page, where a connection to its port is asked for too", () => {
		const { check, unread, remarks } = theCheck(
			two(`${tcp}\n${http}`, `${http}\n${tcp}`),
		);
		assert.deepEqual(check, { http: "/", ...usual });
		assert.deepEqual(unread, []);
		assert.match(
			remarks.join("\n"),
			/^4: TCP_CHECK: not needed: the page of line 9 is asked at the same port/,
		);
		const elsewhere = tcp.replace("retry", "connect_port 81\nretry");
		assert.equal(
			theCheck(two(`${http}\n${elsewhere}`, `${http}\n${elsewhere}`)).unread
				.length,
			2,
		);
	});

	test("as often as most of them have it, and others are told", () => {
		const third = `real_server 10.0.0.4 80 { ${tcp.replace("retry 1", "retry 4")}\n}\n`;
		const { check, unread, remarks } = theCheck(
			two(tcp.replace("retry 1", "retry 2"), tcp).replace(
				/^real/m,
				`real_server 10.0.0.5 80 { ${tcp}\n}\n${third}real`,
			),
		);
		assert.deepEqual(check, { tcp: true, ...usual });
		assert.deepEqual(unread, []);
		const here =
			"a service has one check, and that of line 4 counts here too: everySeconds: 5, timeoutSeconds: 5, failures: 2, where this line has everySeconds: 5, timeoutSeconds: 5, failures:";
		assert.deepEqual(remarks, [
			`10: TCP_CHECK: ${here} 5`,
			`16: TCP_CHECK: ${here} 3`,
		]);
	});

	test("and each its own where they differ: most have that of the service", () => {
		const third = `real_server 10.0.0.4 80 { ${http}\n}\n`;
		const { services, unread } = declared(
			two(tcp, http).replace(/^real/m, `${third}real`),
		);
		const [service] = Object.values(services);
		assert.deepEqual(service?.check, { http: "/", ...usual });
		assert.deepEqual(service?.realServers, {
			rs2: { check: { tcp: true, ...usual } },
		});
		assert.deepEqual(unread, []);
	});

	test("and none where a real server has none", () => {
		const { check, unread } = theCheck(two(tcp, ""));
		assert.equal(check, undefined);
		assert.deepEqual(unread, [
			"4: TCP_CHECK: a service has a check for each of its real servers, and that of line 10 has none; give it one, or make services of them",
		]);
	});
});
