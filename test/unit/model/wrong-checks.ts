import type { Changes } from "./declared.ts";

const check = "services.http.check";
const page = { http: "/health" };
const authority =
	"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";

/** Health checks: what is changed in a good declaration -> exactly what is said of it. */
export const wrongChecks: [Changes, Record<string, string>][] = [
	[
		{ [check]: "tcp" },
		{ [check]: 'expected a check like { http: "/health" }, got a string' },
	],
	[
		{
			"services.http.scheduler": "rr",
			[check]: { ...page, slowStartSeconds: 60 },
		},
		{
			[`${check}.slowStartSeconds`]:
				"has no use with the scheduler rr, which gives nobody a share by its weight that could rise; take one of wrr, wlc, lblc, lblcr, sed, nq, twos, or leave this out",
		},
	],
	[
		{ [check]: { ...page, slowStartSeconds: 0 } },
		{
			[`${check}.slowStartSeconds`]:
				"expected a whole number from 1 to 3600, got 0",
		},
	],
	[
		{
			"realServers.rs1.weight": 1,
			"realServers.rs2.weight": 1,
			[check]: { ...page, slowStartSeconds: 60 },
		},
		{
			[`${check}.slowStartSeconds`]:
				"has no use where every weight is 1, as a weight is a whole number: write larger ones, like weight: 10 for each real server",
		},
	],
	[
		{ [check]: {} },
		{
			[check]:
				'it does not say what to ask; write one of { tcp: true }, { http: "/" }, { https: "/" }, { dns: "www.example.com" }, { udp: { send: "ping", expect: "pong" } }, { command: "/usr/local/bin/check-site" }',
		},
	],
	[
		{ [check]: { tcp: true, ...page } },
		{ [check]: "tcp and http both given; write one: a service has one check" },
	],
	[
		{ [check]: { ...page, digest: "d41d8cd9" } },
		{
			[`${check}.digest`]:
				'"d41d8cd9" is no MD5 of a page; write its 32 hexadecimal digits, as `genhash` or `md5sum` prints them',
		},
	],
	[
		{ [check]: { ...page, also: [{ page: "/a" }, { page: "b" }] } },
		{
			[`${check}.also[1].page`]:
				'"b" is no path of a page; write it with its query as it stands in a request, from the first "/", like "/health"',
		},
	],
	[
		{ [check]: { ...page, also: [{ page: "/a", hostName: "x" }] } },
		{
			[`${check}.also[0]`]:
				'unknown key "hostName"; known here: page, status, text, digest',
		},
	],
	[
		{ [check]: { ...page, also: Array(17).fill({ page: "/a" }) } },
		{
			[`${check}.also`]:
				"17 pages; at most 16 can be asked for beside the first",
		},
	],
	[
		{ [check]: { tcp: true, also: [{ page: "/a" }] } },
		{
			[`${check}.also`]:
				"a check by tcp has no also; leave it out, or ask by http or https",
		},
	],
	[
		{
			[check]: {
				...{ https: "/", hostName: "www.example.com", verify: true },
				...{ digest: "d".repeat(32), also: [{ page: "/a" }] },
			},
		},
		{
			[`${check}.digest`]:
				"a check with `verify` has no digest; leave one of the two out, or write `text`",
			[`${check}.also`]:
				"a check with `verify` has no also; leave one of the two out",
		},
	],
	[
		{ [check]: { ...page, tell: "told" } },
		{
			[`${check}.tell`]:
				'"told" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/usr/local/sbin/told"',
		},
	],
	[
		{ "services.http.realServers": { rs1: { check: page } } },
		{
			"services.http.realServers.rs1.check":
				"the service has no check, which the other real servers would have; write one for the service too",
		},
	],
	[
		{
			[check]: page,
			"services.http.realServers": { rs1: { check: { tcp: true, ...page } } },
		},
		{
			"services.http.realServers.rs1.check":
				"tcp and http both given; write one: a service has one check",
		},
	],
	[
		{ [check]: { tcp: false } },
		{
			[`${check}.tcp`]:
				'expected true, or an object like { expect: "SSH-" }, got false',
		},
	],
	[
		{ [check]: { tcp: { send: "PING\r\n" } } },
		{
			[`${check}.tcp.expect`]: "missing; write a text, or a list of bytes",
		},
	],
	[
		{ [check]: { tcp: { expects: "+PONG" } } },
		{ [`${check}.tcp`]: 'unknown key "expects"; did you mean "expect"?' },
	],
	[
		{ [check]: { https: "/", hostName: "www.lab.test", verify: "ca.pem" } },
		{
			[`${check}.verify`]:
				'no certificate in PEM; write true, or certificates in PEM like readFileSync("ca.pem", "utf8")',
		},
	],
	[
		{
			[check]: {
				https: "/",
				hostName: "www.lab.test",
				verify:
					"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
			},
		},
		{
			[`${check}.verify`]:
				"the certificate cannot be read; write one in PEM as its file has it",
		},
	],
	[
		{
			[check]: {
				https: "/",
				hostName: "www.lab.test",
				// two files that were joined without a line break
				verify: `${authority}${authority}`,
			},
		},
		{
			[`${check}.verify`]:
				"has more than -----END CERTIFICATE----- on its line, and programs do not read on there: where files were joined, join them with a line break",
		},
	],
	[
		{ [check]: { https: "/", verify: true } },
		{
			[`${check}.hostName`]:
				'missing: `verify` needs the name that the certificate must be for, like hostName: "www.example.com"',
		},
	],
	[
		{ [check]: { ...page, hostName: "www.lab.test", verify: true } },
		{
			[`${check}.verify`]:
				"a check by http has no verify; leave it out, or ask by https",
		},
	],
	[
		{ [check]: { http: "health" } },
		{
			[`${check}.http`]:
				'"health" is no path of a page; write it with its query as it stands in a request, from the first "/", like "/health"',
		},
	],
	[
		{ [check]: { http: '/a"\n}' } },
		{
			[`${check}.http`]:
				'"/a\\"\\n}" is no path of a page; write it with its query as it stands in a request, from the first "/", like "/health"',
		},
	],
	[
		{ [check]: { ...page, hostName: "http://www.lab.test/" } },
		{
			[`${check}.hostName`]:
				'"http://www.lab.test/" is no name of a site; write it without scheme, port and path, like "www.example.com"',
		},
	],
	[
		{ [check]: { ...page, status: [200, 600] } },
		{
			[`${check}.status`]: "expected a whole number from 100 to 599, got 600",
		},
	],
	[
		{ [check]: { ...page, status: [] } },
		{ [`${check}.status`]: "no status; write one, like 200" },
	],
	[
		{ [check]: { tcp: true, status: 200 } },
		{
			[`${check}.status`]:
				"a check by tcp has no status; leave it out, or ask by http or https",
		},
	],
	[
		{ [check]: { ...page, recordType: "A" } },
		{
			[`${check}.recordType`]:
				"a check by http has no recordType; leave it out, or ask by dns",
		},
	],
	[
		{ [check]: { ...page, everySeconds: 0.1 } },
		{
			[`${check}.everySeconds`]:
				"expected a number of seconds from 0.5 to 3600, got 0.1",
		},
	],
	[
		{ [check]: { ...page, everySeconds: 1, timeoutSeconds: 3 } },
		{
			[`${check}.timeoutSeconds`]:
				"3 is more than everySeconds, 1; write at most that",
		},
	],
	[
		{ [check]: { ...page, retrySeconds: 0 } },
		{
			[`${check}.retrySeconds`]:
				"expected a number of seconds from 0.1 to 3600, got 0",
		},
	],
	[
		{ [check]: { ...page, failures: 1, retrySeconds: 3 } },
		{
			[`${check}.retrySeconds`]:
				"one failure takes a real server out, so nothing is tried again; leave it out, or write at least `failures: 2`",
		},
	],
	[
		{ [check]: { ...page, failures: 0 } },
		{
			[`${check}.failures`]: "expected a whole number from 1 to 100, got 0",
		},
	],
	[
		{
			"services.http.tcp": "all",
			"services.http.persistence": { seconds: 360 },
			[check]: page,
		},
		{
			[`${check}.port`]:
				"missing: the service has all ports; write the one to ask",
		},
	],
	[
		{ "services.dns": { udp: 53, check: { tcp: true } } },
		{
			"services.dns.check.port":
				"missing: the service is UDP, and tcp asks by TCP; write a TCP port of the real servers on the VIP, or take another check",
		},
	],
	[
		{ [check]: { dns: "www.example.com" } },
		{
			[`${check}.port`]:
				"missing: the service is TCP, and dns asks by UDP; write the UDP port, like `port: 53`",
		},
	],
	[
		{ [check]: { command: "check-site" } },
		{
			[`${check}.command`]:
				'"check-site" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/usr/local/bin/check-site"',
		},
	],
	[
		{ "services.http.sorry": "rs2" },
		{
			"services.http.sorry":
				'needs a `check`, which tells when it must serve; write one, like { http: "/health" }',
		},
	],
	[
		{ "services.http.quorum": 2, [check]: page },
		{
			"services.http.quorum":
				"has no effect without `sorry`, which serves below it; write both, or none",
		},
	],
	[
		{ "services.http.sorry": { page: "sorry" } },
		{
			"services.http.sorry":
				'needs a `check`, which tells when it must serve; write one, like { http: "/health" }',
		},
	],
	[
		{ "services.http.sorry": { page: "" }, [check]: page },
		{
			"services.http.sorry.page":
				'expected the page in HTML, like "<h1>We are back soon.</h1>", got an empty string',
		},
	],
	[
		{ "services.http.sorry": { page: "é".repeat(40000) }, [check]: page },
		{
			"services.http.sorry.page":
				"80000 bytes; write text of at most 65536 bytes",
		},
	],
	[
		{ "services.http.sorry": { file: "sorry.html" }, [check]: page },
		{ "services.http.sorry": 'unknown key "file"; known here: page' },
	],
	[
		{ "services.http.sorry": 5, [check]: page },
		{
			"services.http.sorry":
				'expected the name of a real server like "maintenance", or a page like { page: "<h1>We are back soon.</h1>" }, got 5',
		},
	],
	[
		{ "services.http.sorry": { page: "sorry" }, [check]: { https: "/" } },
		{
			"services.http.sorry.page":
				'the director serves a page by plain HTTP, and the check of this service does not ask by it; check by `http`, or name a real server, like sorry: "maintenance"',
		},
	],
	[
		{
			"services.http.tcp": "all",
			"services.http.persistence": { seconds: 360 },
			"services.http.sorry": { page: "sorry" },
			[check]: { ...page, port: 80 },
		},
		{
			"services.http.sorry.page":
				'the director serves a page on one TCP port, and this service has others; name a real server, like sorry: "maintenance"',
		},
	],
	[
		{
			"services.http.sorry": { page: "sorry" },
			"services.http.quorum": 4,
			[check]: page,
		},
		{
			"services.http.quorum":
				"4 can never pass: without the sorry server the service has 2 real servers",
		},
	],
	[
		{
			"services.http.sorry": { page: "sorry" },
			"services.http.quorum": 2,
			"realServers.rs2.weight": 0,
			[check]: page,
		},
		{
			"services.http.quorum":
				"2 can never pass: without the sorry server the service has 2 real servers, and rs2 with weight 0 does not count",
		},
	],
	[
		{
			"services.http.sorry": { page: "sorry" },
			"services.http.quorum": { below: 1, backFrom: 2 },
			"services.http.realServers": { rs1: { weight: 0 } },
			[check]: page,
		},
		{
			"services.http.quorum":
				"2 can never pass: without the sorry server the service has 2 real servers, and rs1 with weight 0 does not count",
		},
	],
	[
		{ "services.http.sorry": "rs9", [check]: page },
		{
			"services.http.sorry":
				'no real server "rs9" is declared; did you mean "rs1"?',
		},
	],
	[
		{
			"services.http.sorry": "rs2",
			"services.http.realServers": { rs2: { weight: 1 } },
			[check]: page,
		},
		{
			"services.http.realServers.rs2":
				"rs2 is the sorry server of this service, and serves only while too few others pass; take another one as sorry server, or leave this out",
		},
	],
	[
		{ "services.http.sorry": "rs2", "services.http.quorum": 4, [check]: page },
		{
			"services.http.quorum":
				"4 can never pass: without the sorry server the service has 1 real server",
		},
	],
	[
		{
			"services.http.sorry": "rs2",
			"services.http.quorum": { below: 2, backFrom: 1 },
			[check]: page,
		},
		{
			"services.http.quorum.backFrom":
				"1 is less than below, 2; write at least that",
		},
	],
	...Object.entries({
		interval: "write `everySeconds: 2` in a check",
		delay_loop: "write `everySeconds: 2` in a check",
		retry:
			"write `failures: 2` in a check: so many must fail, one after the other",
		delay_before_retry:
			"write `retrySeconds: 1` in a check: the time from a check that failed to the next one",
		connect_timeout: "write `timeoutSeconds: 1` in a check",
		status_code: "write `status: [200, 301]` in a check",
		virtualhost: 'write `hostName: "www.example.com"` in a check',
		misc_path: 'write `command: "/usr/local/bin/check-site"` in a check',
		HTTP_GET: 'write `http: "/health"` in a check',
		connect_port: "write `port: 8080` in a check",
		warmup:
			"health checks do not have it yet: a real server that fails gets no new connections, and one check that passes brings it back",
	}).map(([key, says]): [Changes, Record<string, string>] => [
		{ [check]: { ...page, [key]: 5 } },
		{ [check]: `unknown key "${key}"; ${says}` },
	]),
	[
		{ [check]: { udp: { send: "ping" }, port: 53 } },
		{
			[`${check}.udp.expect`]: "missing; write a text, or a list of bytes",
		},
	],
	[
		{ [check]: { udp: { send: "", expect: "x" }, port: 53 } },
		{ [`${check}.udp.send`]: "empty; write at least one byte" },
	],
	[
		{ [check]: { udp: { send: [1, 256], expect: [255] }, port: 53 } },
		{
			[`${check}.udp.send`]: "expected a whole number from 0 to 255, got 256",
			[`${check}.udp.expect`]:
				"ends with the byte 255, which the checking program (keepalived) cannot read there; write bytes that end otherwise",
		},
	],
	[
		{ [check]: { udp: { send: "x".repeat(201), expect: true }, port: 53 } },
		{
			[`${check}.udp.send`]: "201 bytes; write at most 200",
			[`${check}.udp.expect`]: "expected a text, or a list of bytes, got true",
		},
	],
	[
		{ [check]: { udp: { send: "ping", expect: "pong" } } },
		{
			[`${check}.port`]:
				"missing: the service is TCP, and udp asks by UDP; write the UDP port, like `port: 53`",
		},
	],
	[
		{ "services.http.whenAllFail": "keepAll" },
		{
			"services.http.whenAllFail":
				'has no effect without a `check`; write one, like { http: "/health" }, or leave this out',
		},
	],
	[
		{ [check]: page, "services.http.whenAllFail": "stay" },
		{
			"services.http.whenAllFail": 'expected "refuse" or "keepAll", got "stay"',
		},
	],
	[
		{
			"services.http.sorry": "rs2",
			"services.http.realServers": { rs2: { serves: true } },
			"services.http.whenAllFail": "keepAll",
			[check]: page,
		},
		{
			"services.http.realServers.rs2":
				"rs2 is the sorry server of this service, and serves only while too few others pass; take another one as sorry server, or leave this out",
			"services.http.whenAllFail":
				"has no effect beside `sorry`, which serves while all others fail; write one of the two",
		},
	],
];
