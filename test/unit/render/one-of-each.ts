import assert from "node:assert/strict";
import type { Cluster, Director } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ServiceDeclaration } from "../../../src/model/service-declaration.ts";

/** A cluster of one director and one real server, by direct routing. */
export function oneOfEach(
	services: Readonly<Record<string, ServiceDeclaration>>,
): { readonly cluster: Cluster; readonly director: Director } {
	const cluster = clusterDoor.parse("web", {
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
		},
		realServers: {
			rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		},
		services,
	});
	const [director] = cluster.directors;
	assert.ok(director);
	return { cluster, director };
}
