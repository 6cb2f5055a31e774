import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { rulesOf, writtenRules } from "../../../src/render/rules.ts";

/** Attributes of rs1 in a service that says this of it. */
function attributes(own: object): string | undefined {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "nat",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services: { http: { tcp: 80, realServers: { rs1: own } } },
	});
	return writtenRules(rulesOf(cluster))["-t 172.18.0.70:80 -r 172.18.0.67:80"];
}

test("thresholds stand after the weight", () => {
	assert.equal(attributes({ upper: 240, lower: 200 }), "-m -w 1 -x 240 -y 200");
	assert.equal(attributes({ upper: 240 }), "-m -w 1 -x 240 -y 0");
});

test("a mark's real servers keep the port of theirs, in a tunnel too", () => {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "tun",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services: { web: { fwmark: 5, tcp: [80, 443], realServerPort: 80 } },
	});
	assert.ok("-f 5 -r 172.18.0.67:80" in writtenRules(rulesOf(cluster)));
});
