import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { directorChains } from "../../../src/render/director-packets.ts";
import { directorSysctls } from "../../../src/render/director-sysctls.ts";
import { oneOfEach } from "./one-of-each.ts";

/** Services as a user writes them -> what conntrack is kept away from, and what it must judge. */
const cases = {
	"direct routing": {
		services: { http: { tcp: 80 } },
		raw: ["ip daddr 172.18.0.70 tcp dport 80 notrack"],
		conntrack: undefined,
	},
	NAT: {
		services: { http: { tcp: 80, forwarding: "nat" } },
		raw: [],
		conntrack: "1",
	},
	"a tunnel beside NAT and FULLNAT, of both protocols": {
		services: {
			dns: { udp: 53, forwarding: "tun" },
			http: { tcp: 80, forwarding: "nat" },
			shop: { tcp: 81, forwarding: "fullnat" },
		},
		raw: ["ip daddr 172.18.0.70 udp dport 53 notrack"],
		conntrack: "1",
	},
	"a mark over ports of both protocols": {
		services: { sip: { fwmark: 7, tcp: [5061, 5060], udp: [5060] } },
		raw: [
			"ip daddr 172.18.0.70 tcp dport { 5060, 5061 } notrack",
			"ip daddr 172.18.0.70 udp dport 5060 notrack",
		],
		conntrack: undefined,
	},
	"all ports": {
		services: { all: { tcp: "all", persistence: { seconds: 60 } } },
		raw: ["ip daddr 172.18.0.70 ip protocol tcp notrack"],
		conntrack: undefined,
	},
	"all ports but those of a NAT service": {
		services: {
			all: { tcp: "all", persistence: { seconds: 60 } },
			http: { tcp: 8080, forwarding: "nat" },
			dns: { udp: 53, forwarding: "nat" },
		},
		raw: ["ip daddr 172.18.0.70 tcp dport != 8080 notrack"],
		conntrack: "1",
	},
} as const;

suite("which packets conntrack judges", () => {
	for (const [name, { services, raw, conntrack }] of Object.entries(cases))
		test(name, () => {
			const { cluster } = oneOfEach(services);
			assert.deepEqual(directorChains(cluster, false).raw, raw);
			assert.equal(
				directorSysctls(cluster, {}, false).set["net.ipv4.vs.conntrack"],
				conntrack,
			);
		});
});
