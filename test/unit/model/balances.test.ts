import assert from "node:assert/strict";
import { test } from "node:test";
import { balancesOf } from "../../../src/model/balances.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { declared } from "./declared.ts";

const without = { rs2: { serves: false } };
const cluster = clusterDoor.parse("web", {
	...declared(),
	page: false,
	services: {
		http: { tcp: 80, check: { http: "/" }, sorry: { page: "away" } },
		mail: { tcp: 25, realServers: without, check: { tcp: true } },
		dns: { udp: 53, realServers: without },
	},
});

test("of a director what decides whether a service can do without a real server, and no more", () => {
	const [lb] = cluster.directors;
	assert.ok(lb);
	const desired = renderDirector(cluster, lb);
	const { ipvs, checks, quorums, ...others } = balancesOf(desired, [
		"172.18.0.68",
	]);
	const services = (keys: readonly string[]) => [
		...new Set(keys.map((key) => key.split(" -r ")[0])),
	];
	const http = ["-t 172.18.0.70:80"];
	assert.deepEqual(services(Object.keys(ipvs)), http);
	assert.deepEqual(Object.keys(quorums ?? {}), http);
	assert.deepEqual(Object.keys(others), ["sorryServers"]);
	for (const check of Object.values(checks ?? {})) {
		assert.deepEqual(services(check.rules), http);
		assert.deepEqual(Object.keys(check).sort(), [
			...["asks", "outSeconds", "realServer", "rules"],
		]);
	}
	assert.deepEqual(balancesOf(desired, ["192.0.2.1"]), { ipvs: {} });
});
