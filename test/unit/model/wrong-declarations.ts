import { absent, type Changes, connection, hostKey } from "./declared.ts";
import { foreignKeys } from "./foreign-keys.ts";
import { misplacedKeys } from "./misplaced-keys.ts";
import { wrongChecks } from "./wrong-checks.ts";
import { wrongServices } from "./wrong-services.ts";

const known =
	"known: rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, fo, ovf, mh, twos";
const port = "expected a whole number from 1 to 65535";
const weight = "expected a whole number from 0 to 65535";
const name =
	'write a lower-case letter, then lower-case letters, digits or "-", at most 31 in all';
const hostLike = 'an IPv4 address or a host name, like "192.0.2.10"';
const publicKey = 'the public key of the host, like "ssh-ed25519 AAAA..."';
const noKey = `this is not a public key; write ${publicKey}, as in /etc/ssh/ssh_host_ed25519_key.pub on the host`;
const oneLogin = "both given; write only one: it is how we log in";
const oneProof = "both given; write only one: it is how the host is recognised";
const onLink =
	"direct routing needs; move it there, or write directors.lb.address with its prefix if the link is larger";
const another = "write an address a host can have";

/** The first real server is the director's machine. */
const both: Changes = {
	"realServers.rs1.address": "172.18.0.66",
	"realServers.rs1.host.port": 2201,
};

/** What is changed in a good declaration -> exactly what is said of it, path and message, in order. */
export const wrongDeclarations: [Changes, Record<string, string>][] = [
	// the VIP
	[
		{ vip: absent },
		{ vip: 'missing; write an IPv4 address like "172.18.0.70"' },
	],
	[
		{ vip: 172 },
		{ vip: 'expected an IPv4 address like "172.18.0.70", got 172' },
	],
	[
		{ vip: null },
		{ vip: 'expected an IPv4 address like "172.18.0.70", got null' },
	],
	[
		{ vip: "" },
		{
			vip: '"" is not an IPv4 address; write an IPv4 address like "172.18.0.70"',
		},
	],
	[
		{ vip: "172.18.0.300" },
		{
			vip: '"172.18.0.300" is not an IPv4 address; write an IPv4 address like "172.18.0.70"',
		},
	],
	[
		{ vip: "172.18.70" },
		{
			vip: '"172.18.70" is not an IPv4 address; write an IPv4 address like "172.18.0.70"',
		},
	],
	[
		{ vip: "172.18.0.070" },
		{
			vip: '"172.18.0.070" is not an IPv4 address; write an IPv4 address like "172.18.0.70"',
		},
	],
	[
		{ vip: "fd00::70" },
		{
			vip: 'IPv6 is not supported yet; write an IPv4 address like "172.18.0.70"',
		},
	],
	[
		{ vip: "172.18.0.70/32" },
		{
			vip: '"172.18.0.70/32" has a prefix; write the VIP without it, like "172.18.0.70": every host gets it as /32',
		},
	],
	[
		{ vip: "0.0.0.0" },
		{ vip: `0.0.0.0 is in 0.0.0.0/8, which means "this network"; ${another}` },
	],
	[
		{ vip: "127.0.0.1" },
		{ vip: `127.0.0.1 is a loopback address; ${another}` },
	],
	[
		{ vip: "224.0.0.1" },
		{ vip: `224.0.0.1 is a multicast address; ${another}` },
	],
	[
		{ vip: "255.255.255.255" },
		{ vip: `255.255.255.255 is the broadcast address; ${another}` },
	],
	[
		{ vip: "172.18.0.66" },
		{
			vip: "172.18.0.66 is the address of directors.lb; write an address that no host has",
		},
	],
	[
		{ vip: "172.18.0.68" },
		{
			vip: "172.18.0.68 is the address of realServers.rs2; write an address that no host has",
		},
	],
	[
		{ vip: "172.18.0.0" },
		{
			vip: "172.18.0.0 is the network address of the director's link 172.18.0.0/24; write another one",
		},
	],
	[
		{ vip: "172.18.0.255" },
		{
			vip: "172.18.0.255 is the broadcast address of the director's link 172.18.0.0/24; write another one",
		},
	],
	[
		{ vip: "172.18.0.71", "directors.lb.address": "172.18.0.66/29" },
		{
			vip: "172.18.0.71 is the broadcast address of the director's link 172.18.0.64/29; write another one",
		},
	],

	// forwarding, page
	[
		{ forwarding: absent },
		{ forwarding: 'missing; write a forwarding like "dr"' },
	],
	[
		{ forwarding: "DR" },
		{
			forwarding:
				'unknown forwarding "DR"; did you mean "dr"? known: nat, dr, tun, fullnat',
		},
	],
	[
		{ forwarding: "route" },
		{
			forwarding:
				'unknown forwarding "route"; did you mean "dr"? known: nat, dr, tun, fullnat',
		},
	],
	[
		{ openFilters: "ufw" },
		{ openFilters: "expected true or false, got a string" },
	],
	[
		{ page: "yes" },
		{
			page: "expected true, false or an object like { ports: [80, 8080] }, got a string",
		},
	],
	[
		{ page: { port: 80 } },
		{ page: 'unknown key "port"; did you mean "ports"?' },
	],
	[
		{ page: {} },
		{ "page.ports": "missing; write a list of ports like [80, 8080]" },
	],
	[
		{ page: { ports: 80 } },
		{ "page.ports": "expected a list of ports like [80, 8080], got 80" },
	],
	[
		{ page: { ports: [] } },
		{ "page.ports": "empty; name a port, like [80], or leave it out" },
	],
	[{ page: { ports: [0] } }, { "page.ports": `${port}, got 0` }],

	// IPv6
	[
		{ "directors.lb.address": "fd00::66/64" },
		{
			"directors.lb.address":
				'IPv6 is not supported yet; write an IPv4 address like "172.18.0.66/24"',
		},
	],
	[
		{ "realServers.rs1.address": "fd00::67" },
		{
			"realServers.rs1.address":
				'IPv6 is not supported yet; write an IPv4 address like "172.18.0.67"',
		},
	],
	[
		{ "realServers.rs1.host.address": "[fd00::67]:22" },
		{
			"realServers.rs1.host.address": `IPv6 is not supported yet; write ${hostLike}`,
		},
	],

	...foreignKeys,
	...misplacedKeys,
	// unknown keys
	[
		{ vpi: "172.18.0.70" },
		{ declaration: 'unknown key "vpi"; did you mean "vip"?' },
	],
	[
		{ zone: 1 },
		{
			declaration:
				'unknown key "zone"; known here: vip, forwarding, tunnel, directors, failover, realServers, services, ipvs, drainSeconds, page, openFilters',
		},
	],
	[
		{ realservers: {} },
		{ declaration: 'unknown key "realservers"; did you mean "realServers"?' },
	],
	[
		{ "directors.lb.adress": "172.18.0.66" },
		{ "directors.lb": 'unknown key "adress"; did you mean "address"?' },
	],
	[
		{ "realServers.rs1.wieght": 1 },
		{ "realServers.rs1": 'unknown key "wieght"; did you mean "weight"?' },
	],
	[
		{ "realServers.rs1.host.prot": 22 },
		{ "realServers.rs1.host": 'unknown key "prot"; did you mean "port"?' },
	],
	[
		{ "services.http.tpc": 80 },
		{ "services.http": 'unknown key "tpc"; did you mean "tcp"?' },
	],
	[
		{ "services.http.realServers.rs1.wight": 1 },
		{
			"services.http.realServers.rs1":
				'unknown key "wight"; did you mean "weight"?',
		},
	],

	// wrong shapes
	[
		{ directors: [] },
		{
			directors:
				'expected an object of directors by name, like { lb: { host, address: "172.18.0.66/24" } }, got a list',
		},
	],
	[
		{ realServers: absent },
		{
			realServers:
				'missing; write an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		},
	],
	[
		{ "realServers.rs1": "172.18.0.67" },
		{
			"realServers.rs1":
				'expected a real server like { host, address: "172.18.0.67" }, got a string',
		},
	],
	[
		{ "services.http": 80 },
		{ "services.http": "expected a service like { tcp: 80 }, got 80" },
	],
	[
		{ "services.http.realServers": ["rs1"] },
		{
			"services.http.realServers":
				"expected an object of real servers by name, like { rs1: { weight: 5 } }, got a list",
		},
	],
	[
		{ "services.http.realServers.rs1": 5 },
		{
			"services.http.realServers.rs1":
				"expected an object like { weight: 5 }, got 5",
		},
	],
	[
		{ "directors.lb.host": "127.0.0.1" },
		{
			"directors.lb.host":
				'expected the connection of a host, like { address: "192.0.2.10" }, got a string',
		},
	],

	// empty, too many, misnamed
	[
		{ directors: {} },
		{
			directors:
				'empty; declare at least one, like { lb: { host, address: "172.18.0.66/24" } }',
		},
	],
	[
		{ realServers: {} },
		{
			realServers:
				'empty; declare at least one, like { rs1: { host, address: "172.18.0.67" } }',
		},
	],
	[
		{ services: {} },
		{ services: "empty; declare at least one, like { http: { tcp: 80 } }" },
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.1.65" },
		},
		{
			"directors.lb2.address":
				"172.18.1.65/24 is not on the link of directors.lb, 172.18.0.0/24; the VIP goes from one to the other, so all directors must be on one link",
		},
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65/16" },
		},
		{
			"directors.lb2.address":
				"172.18.0.65/16 is not on the link of directors.lb, 172.18.0.0/24; the VIP goes from one to the other, so all directors must be on one link",
		},
	],
	[
		{ "directors.lb.syncInterface": "eth2" },
		{
			"directors.lb.syncInterface":
				"there is one director, so nobody is told of its connections; declare a second, or leave it out",
		},
	],
	[
		{
			"directors.lb2": {
				host: connection(2204),
				address: "172.18.0.65",
				syncInterface: "eth2",
			},
		},
		{
			"directors.lb.syncInterface":
				"missing: directors.lb2 tells of connections by a link of its own, where this director would not hear them; write the interface that it has on that link",
		},
	],
	[
		{ failover: { advertSeconds: 0.3 } },
		{
			failover:
				"there is one director, so nobody takes over from it; declare a second, or leave it out",
		},
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			failover: { check: { command: "look" } },
		},
		{
			"failover.check.command":
				'"look" is no path that can be used here; write an absolute one of letters, digits, ".", "_" and "-", like "/usr/local/sbin/way-out-works"',
		},
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			failover: { check: { command: [] } },
		},
		{
			"failover.check.command[0]":
				'missing; write an absolute path like "/usr/local/sbin/way-out-works"',
		},
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			forwarding: "nat",
			failover: {
				advertSeconds: 0.125,
				routerId: 256,
				preemptSeconds: -1,
				gateway: "172.18.0.1/24",
				check: {
					command: ["/usr/bin/look", "a\nb"],
					everySeconds: 0.5,
					timeoutSeconds: 0,
					failures: 101,
					runAs: "Root",
				},
			},
		},
		{
			"failover.advertSeconds":
				"expected a number of seconds in hundredths from 0.1 to 40, got 0.125",
			"failover.routerId": "expected a whole number from 1 to 255, got 256",
			"failover.preemptSeconds":
				"expected a whole number from 0 to 1000, got -1",
			"failover.check.command[1]":
				'"a\\nb" has other than letters, digits, signs and spaces of ASCII; an argument must be of these',
			"failover.check.runAs": '"Root" is no name of a user',
			"failover.check.everySeconds":
				"expected a whole number from 1 to 3600, got 0.5",
			"failover.check.timeoutSeconds":
				"expected a whole number from 1 to 3600, got 0",
			"failover.check.failures":
				"expected a whole number from 1 to 100, got 101",
			"failover.gateway":
				'"172.18.0.1/24" has a prefix; write the address without it, like "10.0.0.250": the link is that of the directors',
		},
	],
	...(
		[
			["virtual_router_id", "write `failover: { routerId: 51 }`"],
			["advert_int", "write `failover: { advertSeconds: 0.3 }`"],
			[
				"track_script",
				'write `failover: { check: { command: "/usr/local/sbin/way-out-works" } }`',
			],
			[
				"nopreempt",
				"the director that has the VIP keeps it; `failover: { preemptSeconds: 300 }` gives it back to the director that is declared first",
			],
		] as const
	).map(([key, says]): [Changes, Record<string, string>] => [
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			failover: { [key]: 1 },
		},
		{ failover: `unknown key "${key}"; ${says}` },
	]),
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			failover: { gateway: "172.18.0.1" },
		},
		{
			"failover.gateway":
				'nothing is forwarded by "nat" or "fullnat", so no real server answers to it; leave it out',
		},
	],
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			forwarding: "nat",
		},
		{
			"failover.gateway":
				'missing: answers of services.http go back through the director that has the VIP, so their gateway must go with it; write an address of the directors\' link that no machine has, also no router, like `failover: { gateway: "10.0.0.250" }`',
		},
	],
	...(
		[
			["172.18.0.65", "the address of directors.lb2"],
			["172.18.0.67", "the address of realServers.rs1"],
			["172.18.0.70", "the VIP"],
		] as const
	).map(([gateway, holder]): [Changes, Record<string, string>] => [
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			forwarding: "nat",
			failover: { gateway },
		},
		{
			"failover.gateway": `${gateway} is already ${holder}; write an address that no machine has`,
		},
	]),
	...(
		[
			[
				["172.18.0.65"],
				"172.18.0.65 is already the address of directors.lb2; write addresses that no machine has",
			],
			[
				["10.0.0.5", "172.18.0.70"],
				"172.18.0.70 is already the VIP; write addresses that no machine has",
			],
			[["10.0.0.5", "10.0.0.5"], "10.0.0.5 is listed twice; write it once"],
			[
				["10.0.0.5/24"],
				'"10.0.0.5/24" has a prefix; write the address without it, like "10.0.0.5": the link is that of the VIP',
			],
			[
				"10.0.0.5",
				'expected a list of addresses like ["10.0.0.5"], got a string',
			],
		] as const
	).map(([addresses, says]): [Changes, Record<string, string>] => [
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			failover: { addresses },
		},
		{ "failover.addresses": says },
	]),
	[
		{
			"directors.lb2": { host: connection(2204), address: "172.18.0.65" },
			forwarding: "nat",
			failover: { gateway: "172.18.1.1" },
		},
		{
			"failover.gateway":
				"172.18.1.1 is not on the directors' link 172.18.0.0/24, where the real servers look for it; write an address of that link",
		},
	],
	[
		{ "realServers.Web 1": { host: connection(2204), address: "172.18.0.69" } },
		{ 'realServers["Web 1"]': `"Web 1" cannot be a name; ${name}` },
	],
	[
		{ "services.1st": { tcp: 81 } },
		{ 'services["1st"]': `"1st" cannot be a name; ${name}` },
	],
	[
		{ [`services.${"s".repeat(32)}`]: { tcp: 81 } },
		{
			[`services.${"s".repeat(32)}`]: `"${"s".repeat(32)}" cannot be a name; ${name}`,
		},
	],

	// addresses of hosts
	[
		{ "directors.lb.address": absent },
		{
			"directors.lb.address":
				'missing; write an IPv4 address like "172.18.0.66/24"',
		},
	],
	[
		{ "directors.lb.address": "172.18.0.66/33" },
		{
			"directors.lb.address":
				'"172.18.0.66/33" has a prefix; write an IPv4 address and a prefix from /8 to /30, like "172.18.0.66/24"',
		},
	],
	[
		{ "directors.lb.address": "172.18.0.66/32" },
		{
			"directors.lb.address":
				"a link of /32 holds no cluster; write a prefix from /8 to /30",
		},
	],
	[
		{ "directors.lb.address": "127.0.0.1/8" },
		{ "directors.lb.address": `127.0.0.1 is a loopback address; ${another}` },
	],
	[
		{ "directors.lb.address": "172.18.0.64/26" },
		{
			"directors.lb.address":
				"172.18.0.64 is the network address of the director's link 172.18.0.64/26; write another one",
		},
	],
	[
		{ "realServers.rs1.address": "172.18.0.67/24" },
		{
			"realServers.rs1.address":
				'"172.18.0.67/24" has a prefix; write the address without it, like "172.18.0.67": the link is that of the director',
		},
	],
	[
		{ "realServers.rs1.address": "rs1.example.org" },
		{
			"realServers.rs1.address":
				'"rs1.example.org" is not an IPv4 address; write an IPv4 address like "172.18.0.67"',
		},
	],
	[
		{ "realServers.rs1.address": "239.1.1.1" },
		{
			"realServers.rs1.address": `239.1.1.1 is a multicast address; ${another}`,
		},
	],
	[
		{ "realServers.rs1.address": "172.18.0.255" },
		{
			"realServers.rs1.address":
				"172.18.0.255 is the broadcast address of the director's link 172.18.0.0/24; write another one",
		},
	],
	[
		{ "realServers.rs2.address": "172.18.0.67" },
		{
			"realServers.rs2.address":
				"172.18.0.67 is already the address of realServers.rs1; give each host an address of its own",
		},
	],
	[
		{ "realServers.rs1.address": "172.18.0.66" },
		{
			"realServers.rs1.address":
				"172.18.0.66 is already the address of directors.lb; give each host an address of its own, or, where one machine does both, the same `host` in both",
		},
	],
	[
		{ "realServers.rs1.address": "172.18.1.67" },
		{
			"realServers.rs1.address": `172.18.1.67 is not on the director's link 172.18.0.0/24, which ${onLink} (now "172.18.0.66/24")`,
		},
	],
	[
		{ "directors.lb.address": "172.18.0.66/30", vip: "172.18.0.70" },
		{
			"realServers.rs1.address":
				"172.18.0.67 is the broadcast address of the director's link 172.18.0.64/30; write another one",
			"realServers.rs2.address": `172.18.0.68 is not on the director's link 172.18.0.64/30, which ${onLink} (now "172.18.0.66/30")`,
		},
	],
	[
		{ "directors.lb.interface": "lo" },
		{
			"directors.lb.interface":
				'"lo" cannot be the interface of a link; write its name as "ip link" shows it, like "eth1"',
		},
	],
	[
		{ "realServers.rs1.interface": "eth0; reboot" },
		{
			"realServers.rs1.interface":
				'"eth0; reboot" cannot be the interface of a link; write its name as "ip link" shows it, like "eth1"',
		},
	],
	[
		{ "realServers.rs1.interface": 0 },
		{
			"realServers.rs1.interface":
				'expected the name of an interface like "eth1", got 0',
		},
	],

	// weights
	[
		{ "realServers.rs1.weight": -1 },
		{ "realServers.rs1.weight": `${weight}, got -1` },
	],
	[
		{ "realServers.rs1.weight": 1.5 },
		{ "realServers.rs1.weight": `${weight}, got 1.5` },
	],
	[
		{ "realServers.rs1.weight": 65536 },
		{ "realServers.rs1.weight": `${weight}, got 65536` },
	],
	[
		{ "realServers.rs1.weight": Number.NaN },
		{ "realServers.rs1.weight": `${weight}, got NaN` },
	],
	[
		{ "realServers.rs1.weight": "2" },
		{
			"realServers.rs1.weight": `${weight}, got a string; write 2 without quotes`,
		},
	],
	[
		{ "realServers.rs1.weight": null },
		{ "realServers.rs1.weight": `${weight}, got null` },
	],
	[
		{ "services.http.realServers.rs1.weight": -1 },
		{ "services.http.realServers.rs1.weight": `${weight}, got -1` },
	],

	// services
	[
		{ "services.http.tcp": absent },
		{ "services.http": "no port; write one, like { tcp: 80 }" },
	],
	[{ "services.http.tcp": 0 }, { "services.http.tcp": `${port}, got 0` }],
	[
		{ "services.http.tcp": 65536 },
		{ "services.http.tcp": `${port}, got 65536` },
	],
	[
		{ "services.http.tcp": "80" },
		{ "services.http.tcp": `${port}, got a string; write 80 without quotes` },
	],
	[
		{ "services.http.tcp": "http" },
		{ "services.http.tcp": `${port}, got a string` },
	],
	[{ "services.http.tcp": 80.5 }, { "services.http.tcp": `${port}, got 80.5` }],
	[
		{ "services.web.tcp": 80 },
		{
			"services.web.tcp":
				"port 80 belongs to services.http already; give each service a port of its own",
		},
	],
	[
		{ "services.http.scheduler": "wr" },
		{
			"services.http.scheduler": `unknown scheduler "wr"; did you mean "wrr"? ${known}`,
		},
	],
	[
		{ "services.http.scheduler": "roundrobin" },
		{
			"services.http.scheduler": `unknown scheduler "roundrobin"; did you mean "rr"? ${known}`,
		},
	],
	[
		{ "services.http.scheduler": "constructor" },
		{
			"services.http.scheduler": `unknown scheduler "constructor"; ${known}`,
		},
	],
	[
		{ forwarding: "masq" },
		{
			forwarding:
				'unknown forwarding "masq"; did you mean "nat"? known: nat, dr, tun, fullnat',
		},
	],
	[
		{ "services.http.scheduler": "toString" },
		{ "services.http.scheduler": `unknown scheduler "toString"; ${known}` },
	],
	[
		{ "services.http.scheduler": 7 },
		{ "services.http.scheduler": 'expected a scheduler like "wrr", got 7' },
	],
	[
		{ "services.http.realServerPort": 8080 },
		{
			"services.http.realServerPort":
				"direct routing cannot change the port; leave it out, or write 80",
		},
	],
	[
		{ "services.http.realServerPort": 0 },
		{ "services.http.realServerPort": `${port}, got 0` },
	],
	[
		{ "services.http.realServers.rs3": {} },
		{
			"services.http.realServers.rs3":
				'no real server "rs3" is declared; did you mean "rs1"?',
		},
	],
	[
		{ "services.http.realServers.backend": {} },
		{
			"services.http.realServers.backend":
				'no real server "backend" is declared; declared: rs1, rs2',
		},
	],

	// connections
	[
		{ "directors.lb.host": absent },
		{
			"directors.lb.host":
				'missing; write the connection of a host, like { address: "192.0.2.10" }',
		},
	],
	[
		{ "realServers.rs1.host.address": absent },
		{ "realServers.rs1.host.address": `missing; write ${hostLike}` },
	],
	[
		{ "realServers.rs1.host.address": "10.0.0.1:22" },
		{
			"realServers.rs1.host.address":
				'"10.0.0.1:22" holds a port; write the port as "port" of its own',
		},
	],
	[
		{ "realServers.rs1.host.address": "10.0.1" },
		{
			"realServers.rs1.host.address": `"10.0.1" is neither an IPv4 address nor a host name; write ${hostLike}`,
		},
	],
	[
		{ "realServers.rs1.host.address": "web.".repeat(64) },
		{
			"realServers.rs1.host.address": `"${"web.".repeat(15)}w..." is neither an IPv4 address nor a host name; write ${hostLike}`,
		},
	],
	[
		{ "realServers.rs1.host.address": "-oProxyCommand" },
		{
			"realServers.rs1.host.address": `"-oProxyCommand" is neither an IPv4 address nor a host name; write ${hostLike}`,
		},
	],
	[
		{ "realServers.rs1.host.address": "172.18.0.70" },
		{
			"realServers.rs1.host.address":
				"172.18.0.70 is the VIP; connect to an address that is the host's own",
		},
	],
	[
		{ "realServers.rs1.host.port": 0 },
		{ "realServers.rs1.host.port": `${port}, got 0` },
	],
	[
		{ "realServers.rs1.host.port": "22" },
		{
			"realServers.rs1.host.port": `${port}, got a string; write 22 without quotes`,
		},
	],
	[
		{ "realServers.rs1.host.user": "a b" },
		{
			"realServers.rs1.host.user":
				'"a b" is not a login name; write one like "root"',
		},
	],
	[
		{ "realServers.rs1.host.user": 0 },
		{ "realServers.rs1.host.user": 'expected a login name like "root", got 0' },
	],
	[
		{ "realServers.rs1.host.sshConfig": 1 },
		{
			"realServers.rs1.host.sshConfig":
				"expected true, or the path of a file, got 1",
		},
	],
	[
		{ "realServers.rs1.host.connectSeconds": 0 },
		{
			"realServers.rs1.host.connectSeconds":
				"expected a number of seconds from 1 to 3600, got 0",
		},
	],
	[
		{ "directors.lb.host.connectSeconds": "10" },
		{
			"directors.lb.host.connectSeconds":
				"expected a number of seconds from 1 to 3600, got a string; write 10 without quotes",
		},
	],
	[
		{ "realServers.rs1.host.sudo": "no" },
		{ "realServers.rs1.host.sudo": "expected true or false, got a string" },
	],
	[
		{ "realServers.rs1.host.privateKeyFile": "" },
		{
			"realServers.rs1.host.privateKeyFile":
				"expected the path of a file, got an empty string",
		},
	],
	[
		{ "realServers.rs1.host.privateKeyFile": "-----BEGIN\nTOP SECRET" },
		{
			"realServers.rs1.host.privateKeyFile":
				"expected the path of a file, got text of several lines",
		},
	],
	[
		{
			"realServers.rs1.host.privateKeyFile":
				"-----BEGIN PRIVATE KEY-----\\nTOP SECRET",
		},
		{
			"realServers.rs1.host.privateKeyFile":
				'expected the path of a file, got the text of a key; for the text write "privateKey"',
		},
	],
	[
		{ "realServers.rs1.host.privateKeyFile": "~bob/.ssh/id_ed25519" },
		{
			"realServers.rs1.host.privateKeyFile":
				'"~bob/.ssh/id_ed25519": only "~/", your own home, is read; write the whole path',
		},
	],
	[
		{
			"realServers.rs1.host.hostKey": absent,
			"realServers.rs1.host.knownHosts": hostKey,
		},
		{
			"realServers.rs1.host.knownHosts":
				'expected the path of a file, got the public key of a host; for the key write "hostKey"',
		},
	],
	[
		{
			"realServers.rs1.host.privateKeyFile": absent,
			"realServers.rs1.host.privateKey": "TOP SECRET",
		},
		{
			"realServers.rs1.host.privateKey":
				'this is not the text of a private key, which begins with "-----BEGIN"; for the path of one write "privateKeyFile"',
		},
	],
	[
		{ "realServers.rs1.host.agent": true },
		{ "realServers.rs1.host": `privateKeyFile and agent ${oneLogin}` },
	],
	[
		{ "realServers.rs1.host.knownHosts": "/k" },
		{ "realServers.rs1.host": `hostKey and knownHosts ${oneProof}` },
	],
	[
		{ "realServers.rs1.host.hostKey": "TOP SECRET" },
		{ "realServers.rs1.host.hostKey": noKey },
	],
	// of the right look, and no key: garbage, cut off, of another type
	...[
		"ssh-ed25519 AAAAgarbage",
		hostKey.slice(0, -8),
		`ssh-rsa${hostKey.slice(11)}`,
	].map((wrong): [Changes, Record<string, string>] => [
		{ "realServers.rs1.host.hostKey": wrong },
		{
			"realServers.rs1.host.hostKey": `this is no whole key of type ${wrong.split(" ")[0]}; copy all of the line, as in /etc/ssh/ssh_host_ed25519_key.pub on the host`,
		},
	]),
	[
		{ "realServers.rs1.host.hostKey": `${hostKey}\n${hostKey}` },
		{ "realServers.rs1.host.hostKey": noKey },
	],
	[
		{ "realServers.rs1.host.hostKey": 1 },
		{ "realServers.rs1.host.hostKey": `expected ${publicKey}, got 1` },
	],
	[
		{ "realServers.rs1.host.port": 2201 },
		{
			"realServers.rs1.host":
				"127.0.0.1:2201 is already the machine of directors.lb, which has 172.18.0.66; a machine that does both has one address in a cluster: write it in both",
		},
	],
	// a director that is a real server too
	[
		{ ...both, forwarding: "nat" },
		{
			forwarding:
				'"nat" does not go where directors.lb is a real server too: answers go through the director that has the VIP, and that machine would be its own gateway; forward by "dr", or take it out of realServers',
		},
	],
	[
		{ ...both, "services.http.forwarding": "tun" },
		{
			"services.http.forwarding":
				'"tun" does not go where directors.lb is a real server too: what comes out of a tunnel does not show who sent it, so the other director would balance it once more; forward by "dr", or take it out of realServers',
		},
	],
	[
		{ ...both, "services.http.forwarding": "fullnat" },
		{
			"services.http.forwarding":
				'"fullnat" does not go where directors.lb is a real server too: requests come from the address of the director, and that machine would ask itself; forward by "dr", or take it out of realServers',
		},
	],
	[
		{ ...both, "directors.lb.interface": "eth1" },
		{
			"directors.lb.interface":
				"a director that is a real server too has the VIP on the link of its own address; leave it out",
		},
	],
	[
		{ ...both, "realServers.rs2.address": "172.18.0.66" },
		{
			"realServers.rs2.address":
				"172.18.0.66 is already the address of directors.lb; give each host an address of its own, or, where one machine does both, the same `host` in both",
		},
	],
	[
		{
			"realServers.rs1.host": { address: "web.example.org" },
			"realServers.rs2.host": { address: "WEB.example.org", port: 22 },
		},
		{
			"realServers.rs2.host":
				"web.example.org:22 is already the machine of realServers.rs1; each director and real server needs a machine of its own",
		},
	],
	[
		{
			"realServers.rs1.host": { address: "lb-alias", sshConfig: true },
			"realServers.rs2.host": { address: "lb-alias", sshConfig: true },
		},
		{
			"realServers.rs2.host":
				"lb-alias is already the machine of realServers.rs1; each director and real server needs a machine of its own",
		},
	],
	[
		{ "realServers.rs1.host.jump": "gate" },
		{
			"realServers.rs1.host.jump":
				'expected the connection of a host, like { address: "192.0.2.10" }, got a string',
		},
	],
	[
		{
			"realServers.rs1.host.jump": {
				address: "gate",
				port: 70000,
				agent: true,
				privateKeyFile: "/k",
			},
		},
		{
			"realServers.rs1.host.jump.port": `${port}, got 70000`,
			"realServers.rs1.host.jump": `privateKeyFile and agent ${oneLogin}`,
		},
	],
	[
		{ "realServers.rs1.host.jump.jump.adress": "gate" },
		{
			"realServers.rs1.host.jump.address": `missing; write ${hostLike}`,
			"realServers.rs1.host.jump.jump.address": `missing; write ${hostLike}`,
			"realServers.rs1.host.jump.jump":
				'unknown key "adress"; did you mean "address"?',
		},
	],
	...wrongServices,
	...wrongChecks,
];
