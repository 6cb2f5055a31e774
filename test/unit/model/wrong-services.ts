import { absent, type Changes, connection } from "./declared.ts";

const port = "expected a whole number from 1 to 65535";
const seconds = "expected a whole number from 1 to 2678400";
const none = { "services.http": absent };
const minutes = { seconds: 360 };

/** Services, ways of forwarding and schedulers: what is changed in a good declaration -> exactly what is said of it. */
export const wrongServices: [Changes, Record<string, string>][] = [
	// which packets
	[
		{ "services.http.udp": 80 },
		{
			"services.http":
				"tcp and udp both given; write a service for each, or join them by a mark: { fwmark: 7, tcp: [53], udp: [53] }",
		},
	],
	[
		{ "services.http.tcp": [80, 443] },
		{
			"services.http.tcp":
				"several ports need a mark that joins them; add one, like `fwmark: 7`, or write a service for each",
		},
	],
	[
		{ "services.http.fwmark": 7 },
		{ "services.http.tcp": "with a mark, ports are a list; write [80]" },
	],
	[
		{ "services.http.fwmark": 7, "services.http.tcp": "all" },
		{ "services.http.tcp": "with a mark, ports are a list; write [80, 443]" },
	],
	[
		{ "services.http": { fwmark: 7 } },
		{
			"services.http":
				"a mark needs ports that get it; write them, like { fwmark: 7, tcp: [80, 443] }",
		},
	],
	[
		{ "services.http": { fwmark: 7, tcp: [] } },
		{
			"services.http.tcp": "empty; name a port, like [80], or leave it out",
		},
	],
	[
		{ "services.http": { fwmark: 7, tcp: [80, 80] } },
		{ "services.http.tcp": "port 80 is named twice" },
	],
	[
		{ "services.http": { fwmark: 7, tcp: [80, 0] } },
		{ "services.http.tcp": `${port}, got 0` },
	],
	[
		{ "services.http": { fwmark: 0, tcp: [80] } },
		{
			"services.http.fwmark":
				"expected a whole number from 1 to 2147483647, got 0",
		},
	],
	[
		{ "services.http": { fwmark: 2 ** 31, tcp: [80] } },
		{
			"services.http.fwmark":
				"expected a whole number from 1 to 2147483647, got 2147483648",
		},
	],
	[
		{ "services.http": { fwmark: "7", tcp: [80] } },
		{
			"services.http.fwmark":
				"expected a whole number from 1 to 2147483647, got a string; write 7 without quotes",
		},
	],
	[
		{ "services.web": { fwmark: 7, tcp: [443, 80] } },
		{
			"services.web.tcp":
				"port 80 belongs to services.http already; give each service a port of its own",
		},
	],
	[
		{
			"services.web": { fwmark: 7, tcp: [81] },
			"services.shop": { fwmark: 7, tcp: [82] },
		},
		{
			"services.shop.fwmark":
				"mark 7 belongs to services.web already; give each service a mark of its own",
		},
	],
	[
		{ "services.dns": { udp: 53 }, "services.dns2": { udp: 53 } },
		{
			"services.dns2.udp":
				"port 53 belongs to services.dns already; give each service a port of its own",
		},
	],
	[
		{ "services.dns": { udp: "all" } },
		{ "services.dns.udp": `${port}, got a string` },
	],
	[
		{ "services.dns": { udp: 70000 } },
		{ "services.dns.udp": `${port}, got 70000` },
	],
	[
		{ "services.http.tcp": "all" },
		{
			"services.http.persistence":
				'missing: with tcp "all" a client must stay with one real server; write `persistence: { seconds: 360 }`',
		},
	],
	[
		{
			"services.one": { tcp: "all", persistence: minutes },
			"services.two": { tcp: "all", persistence: minutes },
		},
		{
			"services.two.tcp":
				"all ports belong to services.one already; give each service a port of its own",
		},
	],
	[
		{ ...none },
		{ services: "empty; declare at least one, like { http: { tcp: 80 } }" },
	],

	[
		{
			"services.http.realServers": {
				rs1: { serves: false },
				rs2: { serves: false },
			},
		},
		{
			"services.http.realServers":
				"no real server serves it; let one serve it, or leave the service out",
		},
	],
	[
		{ "services.http.realServers.rs1": { serves: "no" } },
		{
			"services.http.realServers.rs1.serves":
				"expected true or false, got a string",
		},
	],

	// persistence
	[
		{ "services.http.persistence": 300 },
		{
			"services.http.persistence":
				"expected an object like { seconds: 360 }, got 300",
		},
	],
	[
		{ "services.http.persistence": {} },
		{
			"services.http.persistence.seconds":
				"missing; write a whole number from 1 to 2678400",
		},
	],
	[
		{ "services.http.persistence.seconds": 0 },
		{ "services.http.persistence.seconds": `${seconds}, got 0` },
	],
	[
		{ "services.http.persistence.seconds": 2678401 },
		{ "services.http.persistence.seconds": `${seconds}, got 2678401` },
	],
	[
		{ "services.http.persistence": { seconds: 360, mask: "24" } },
		{
			"services.http.persistence.mask":
				'"24" is not a netmask; write it like "255.255.255.0"',
		},
	],
	[
		{ "services.http.persistence": { seconds: 360, mask: 24 } },
		{
			"services.http.persistence.mask":
				'expected a netmask like "255.255.255.0", got 24',
		},
	],
	[
		{ "services.http.persistence": { seconds: 360, mask: "255.0.255.0" } },
		{
			"services.http.persistence.mask":
				'255.0.255.0 is not a netmask: its ones must come first; write it like "255.255.255.0"',
		},
	],
	[
		{ "services.http.persistence": { seconds: 360, mask: "0.0.0.24" } },
		{
			"services.http.persistence.mask":
				'0.0.0.24 is not a netmask: its ones must come first; write it like "255.255.255.0"',
		},
	],
	[
		{ "services.http.persistence": { seconds: 360, timeout: 5 } },
		{
			"services.http.persistence":
				'unknown key "timeout"; write `seconds: 360`',
		},
	],

	// forwarding
	[
		{ "services.http.forwarding": "NAT" },
		{
			"services.http.forwarding":
				'unknown forwarding "NAT"; did you mean "nat"? known: nat, dr, tun, fullnat',
		},
	],
	[
		{ forwarding: "tun", "services.http.realServerPort": 8080 },
		{
			"services.http.realServerPort":
				"a tunnel cannot change the port; leave it out, or write 80",
		},
	],
	[
		{
			"services.http.forwarding": "dr",
			forwarding: "nat",
			"services.http.realServerPort": 8080,
		},
		{
			"services.http.realServerPort":
				"direct routing cannot change the port; leave it out, or write 80",
		},
	],
	[
		{
			"services.web": { fwmark: 7, tcp: [81, 82], realServerPort: 8080 },
		},
		{
			"services.web.realServerPort":
				"direct routing cannot change the port; leave it out",
		},
	],
	[
		{
			forwarding: "nat",
			"services.http": {
				tcp: "all",
				persistence: minutes,
				realServerPort: 8080,
			},
		},
		{
			"services.http.realServerPort":
				'with tcp "all" each port stays what it is; leave it out',
		},
	],
	[
		{ forwarding: "nat", "realServers.rs1.address": "10.0.0.67" },
		{
			"realServers.rs1.address":
				'10.0.0.67 is not on the director\'s link 172.18.0.0/24, which NAT needs; move it there, or write directors.lb.address with its prefix if the link is larger (now "172.18.0.66/24")',
		},
	],
	[
		{
			forwarding: "fullnat",
			"realServers.rs1.address": "10.0.0.67",
			"services.ssh": { tcp: 22, forwarding: "dr" },
		},
		{
			"realServers.rs1.address":
				'10.0.0.67 is not on the director\'s link 172.18.0.0/24, which direct routing needs; move it there, or write directors.lb.address with its prefix if the link is larger (now "172.18.0.66/24")',
		},
	],
	[
		{ "realServers.rs1.host": absent },
		{
			"realServers.rs1.host":
				'missing: services.http is forwarded by "dr", for which the real server must be set up; say how it is reached, or forward by "nat" or "fullnat"',
		},
	],
	[
		{
			forwarding: "nat",
			"realServers.rs1.host": absent,
			"services.dns": { udp: 53, forwarding: "tun" },
		},
		{
			"realServers.rs1.host":
				'missing: services.dns is forwarded by "tun", for which the real server must be set up; say how it is reached, or forward by "nat" or "fullnat"',
		},
	],
	[
		{ tunnel: { type: "gue" } },
		{
			tunnel:
				'nothing is forwarded by "tun"; leave it out, or write forwarding: "tun"',
		},
	],
	[
		{ forwarding: "tun", tunnel: { type: "vxlan" } },
		{ "tunnel.type": 'unknown tunnel type "vxlan"; known: ipip, gue, gre' },
	],
	[
		{ forwarding: "tun", tunnel: { port: 5555 } },
		{
			"tunnel.port": 'ipip has no port; leave it out, or write type: "gue"',
		},
	],
	[
		{ forwarding: "tun", tunnel: { type: "gre", port: 5555 } },
		{ "tunnel.port": 'gre has no port; leave it out, or write type: "gue"' },
	],
	[
		{ forwarding: "tun", tunnel: { type: "gue", port: 0 } },
		{ "tunnel.port": `${port}, got 0` },
	],
	[
		{ forwarding: "tun", tunnel: "ipip" },
		{ tunnel: 'expected an object like { type: "ipip" }, got a string' },
	],
	[
		{ "services.ftp": { tcp: 21 } },
		{
			"services.ftp.persistence":
				"missing: both connections of FTP must reach the same real server; write `persistence: { seconds: 360 }`",
		},
	],
	[
		{ "services.ftp": { tcp: 21, forwarding: "fullnat" } },
		{
			"services.ftp.tcp":
				'FTP does not pass "fullnat": its second connection is not rewritten; forward by "nat", "dr" or "tun"',
		},
	],

	// one packet at a time
	[
		{ "services.http.onePacket": true },
		{
			"services.http.onePacket":
				"a TCP connection is more than one packet; leave it out",
		},
	],
	[
		{ "services.dns": { fwmark: 7, tcp: [53], udp: [53], onePacket: true } },
		{
			"services.dns.onePacket":
				"a TCP connection is more than one packet; leave it out",
		},
	],
	[
		{ "services.dns": { udp: 53, onePacket: true, forwarding: "nat" } },
		{
			"services.dns.onePacket":
				'with "nat" answers would not find their way back; leave it out, or forward by "dr" or "tun"',
		},
	],
	[
		{ "services.dns": { udp: 53, onePacket: true, forwarding: "fullnat" } },
		{
			"services.dns.onePacket":
				'with "fullnat" answers would not find their way back; leave it out, or forward by "dr" or "tun"',
		},
	],
	[
		{ "services.dns": { udp: 53, onePacket: 1 } },
		{ "services.dns.onePacket": "expected true or false, got 1" },
	],

	// schedulers
	[
		{ "services.http.flags": ["sh-fallback"] },
		{
			"services.http.flags":
				"sh-fallback is for scheduler sh, and this is wrr; leave it out",
		},
	],
	[
		{ "services.http.scheduler": "sh", "services.http.flags": ["mh-port"] },
		{
			"services.http.flags":
				"mh-port is for scheduler mh, and this is sh; leave it out",
		},
	],
	[
		{ "services.http.scheduler": "sh", "services.http.flags": ["fallback"] },
		{
			"services.http.flags":
				'unknown flag "fallback"; did you mean "sh-fallback"? known: sh-fallback, sh-port, mh-fallback, mh-port',
		},
	],
	[
		{ "services.http.scheduler": "sh", "services.http.flags": "sh-port" },
		{
			"services.http.flags":
				'expected a list of flags like ["sh-fallback"], got a string',
		},
	],
	[
		{ "services.http.scheduler": "sh", "realServers.rs1.weight": 0 },
		{
			"services.http.flags":
				'clients that sh gives to realServers.rs1, whose weight is 0, would be refused; write flags: ["sh-fallback"]',
		},
	],
	[
		{
			"services.http.scheduler": "mh",
			"services.http.flags": ["mh-port"],
			"services.http.realServers.rs2.weight": 0,
		},
		{
			"services.http.flags":
				'clients that mh gives to realServers.rs2, whose weight is 0, would be refused; write flags: ["mh-fallback"]',
		},
	],
	[
		{ "services.http.scheduler": "dh", "realServers.rs2.weight": 0 },
		{
			"services.http.scheduler":
				"clients that dh gives to realServers.rs2, whose weight is 0, would be refused, and dh has no fallback; remove the real server, or take another scheduler",
		},
	],
	[
		{ "services.dns": { udp: 53, scheduler: "ovf" } },
		{
			"services.dns.scheduler":
				"ovf counts active connections, which UDP does not have; take another scheduler",
		},
	],

	// thresholds
	[
		{ "services.http.realServers.rs1": { upper: 200, lower: 300 } },
		{
			"services.http.realServers.rs1.lower":
				"300 is more than upper, 200; write at most that",
		},
	],
	[
		{ "services.http.realServers.rs1": { lower: 100 } },
		{
			"services.http.realServers.rs1.lower":
				"has no effect without `upper`, the limit that it ends; write both, or none",
		},
	],
	[
		{ "services.http.realServers.rs1": { upper: 50 } },
		{
			"services.http.realServers.rs1.upper":
				"50 would be reached at less than one new connection a second: closed ones count for two minutes; write 120 or more for each new connection a second",
		},
	],
	[
		{ "services.http.realServers.rs1": { upper: -1 } },
		{
			"services.http.realServers.rs1.upper":
				"expected a whole number from 0 to 2147483647, got -1",
		},
	],

	// the director's kernel
	[
		{ ipvs: { timeouts: { tcp: 0 } } },
		{ "ipvs.timeouts.tcp": `${seconds}, got 0` },
	],
	[
		{ ipvs: { timeouts: { fin: 20 } } },
		{
			"ipvs.timeouts": 'unknown key "fin"; known here: tcp, tcpFin, udp',
		},
	],
	[
		{ ipvs: { connReuseMode: 4 } },
		{ "ipvs.connReuseMode": "expected a whole number from 0 to 3, got 4" },
	],
	[
		{ ipvs: { expireNodestConn: 1 } },
		{ "ipvs.expireNodestConn": "expected true or false, got 1" },
	],
	[
		{ ipvs: { conntrack: true } },
		{
			ipvs: 'unknown key "conntrack"; known here: timeouts, expireNodestConn, expireQuiescentTemplate, connReuseMode, sloppyTcp',
		},
	],
	[
		{ drainSeconds: 86401 },
		{ drainSeconds: "expected a whole number from 0 to 86400, got 86401" },
	],
	[
		{ drainSeconds: "5m" },
		{ drainSeconds: "expected a whole number from 0 to 86400, got a string" },
	],
	[
		{
			"realServers.rs3": {
				host: connection(2204),
				address: "172.18.0.69",
				standby2: true,
			},
		},
		{
			"realServers.rs3":
				'unknown key "standby2"; known here: host, address, weight, interface',
		},
	],
];
