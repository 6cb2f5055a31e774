import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { rulesOf, writtenRules } from "../../../src/render/rules.ts";

/** The rules of a cluster with one real server and this service. */
function rulesWith(forwarding: "nat" | "tun", service: object) {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding,
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services: { web: service },
	});
	return writtenRules(rulesOf(cluster));
}

test("thresholds stand after the weight", () => {
	const attributes = (own: object) =>
		rulesWith("nat", { tcp: 80, realServers: { rs1: own } })[
			"-t 172.18.0.70:80 -r 172.18.0.67:80"
		];
	assert.equal(attributes({ upper: 240, lower: 200 }), "-m -w 1 -x 240 -y 200");
	assert.equal(attributes({ upper: 240 }), "-m -w 1 -x 240 -y 0");
});

test("a mark's real servers keep the port of theirs, in a tunnel too", () => {
	const service = { fwmark: 5, tcp: [80, 443], realServerPort: 80 };
	assert.ok("-f 5 -r 172.18.0.67:80" in rulesWith("tun", service));
});
