import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { localise } from "../../../src/host/kinds/localise.ts";
import type { Cluster } from "../../../src/model/cluster.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { Desired } from "../../../src/model/desired.ts";
import { renderDirector } from "../../../src/render/director.ts";
import { renderRealServer } from "../../../src/render/real-server.ts";
import { anyDeclaration } from "../model/any-declaration.ts";

const roles = {
	director: (cluster: Cluster) =>
		renderDirector(cluster, first(cluster.directors)),
	"real server": (cluster: Cluster) =>
		renderRealServer(cluster, first(cluster.realServers)),
} as const;

for (const [role, render] of Object.entries(roles)) {
	const desiredOf = (declaration: unknown): Desired =>
		localise(render(clusterDoor.parse("web", declaration)), "debian");

	test(`${role}: the order of keys never matters`, () => {
		const turned = (value: unknown): unknown =>
			typeof value !== "object" || value === null || Array.isArray(value)
				? value
				: Object.fromEntries(
						Object.entries(value)
							.map(([key, inner]) => [key, turned(inner)] as const)
							.reverse(),
					);
		fc.assert(
			fc.property(anyDeclaration, (declaration) => {
				// of several directors the first has the VIP, and the marks of checks are counted in the order of services
				const { realServers, directors, services, ...others } = declaration;
				const checks = Object.values(services).some(({ check }) => check);
				const { files, ...desired } = desiredOf(declaration);
				const { files: texts, ...again } = desiredOf({
					...(turned(others) as object),
					services: checks ? services : turned(services),
					realServers,
					directors,
				});
				assert.deepEqual(again, desired);
				assert.deepEqual(Object.keys(texts).sort(), Object.keys(files).sort());
			}),
			{ numRuns: 50 },
		);
	});
}

function first<Item>([item]: readonly Item[]): Item {
	if (item === undefined) throw new Error("nothing there");
	return item;
}
