import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { written } from "../../ipvs/written.ts";
import { anyDeclaration } from "../../model/arbitrary.ts";
import { clean } from "./example.ts";
import { applyToModel } from "./model-host.ts";

const roles = {
	"web-director": (cluster: Cluster) =>
		renderDirector(cluster, first(cluster.directors)),
	"web-real-server": (cluster: Cluster) =>
		renderRealServer(cluster, first(cluster.realServers)),
} as const;

for (const [owner, render] of Object.entries(roles)) {
	const desiredOf = (declaration: unknown): Desired =>
		localise(render(clusterDoor.parse("web", declaration)), "debian");
	/** As often as `converge` would. */
	const apply = (desired: Desired, before: Observed): Observed => {
		let host = { ...clean(desired), ...before };
		for (let round = 0; round < 4; round++) {
			const steps = plan(owner, desired, host);
			if (steps.length === 0) return host;
			host = applyToModel(desired, host, steps);
		}
		assert.deepEqual(plan(owner, desired, host), []);
		return host;
	};

	test(`${owner}: from any declaration to any other, the host is as the second says, and what others have stays`, () => {
		const foreign = { "-t 172.18.0.66:8443": "-s rr" };
		fc.assert(
			fc.property(anyDeclaration, anyDeclaration, (one, other) => {
				const before = { ...clean(desiredOf(one)), ipvs: parseTable(foreign) };
				const desired = desiredOf(other);
				const after = apply(desired, apply(desiredOf(one), before));
				assert.deepEqual(written(after.ipvs), { ...desired.ipvs, ...foreign });
				assert.deepEqual(after.nftables, desired.nftables);
				assert.deepEqual(after.routes, desired.routes);
				assert.deepEqual(after.receivers, desired.receivers);
				for (const [name, seconds] of Object.entries(before.timeouts))
					assert.equal(after.timeouts[name], desired.timeouts[name] ?? seconds);
				assert.deepEqual(up(after), Object.keys(desired.devices));
				assert.deepEqual(vips(after), Object.keys(desired.addresses));
				assert.deepEqual(plan(owner, desired, after), []);
			}),
		);
	});

	test(`${owner}: whatever was declared, removal leaves nothing of it`, () => {
		fc.assert(
			fc.property(anyDeclaration, anyDeclaration, (one, other) => {
				const desired = desiredOf(other);
				const found = clean(desired);
				let host = apply(desired, apply(desiredOf(one), found));
				for (let round = 0; host.record !== undefined; round++) {
					assert.ok(round < 4);
					host = applyToModel(desired, host, planRemoval(owner, desired, host));
				}
				assert.equal(host.ipvs.size, 0);
				assert.deepEqual(host.nftables, {});
				assert.deepEqual(host.routes, {});
				assert.deepEqual(host.receivers, {});
				assert.deepEqual(up(host), []);
				assert.deepEqual(vips(host), []);
				for (const [name, seconds] of Object.entries(found.timeouts))
					assert.equal(host.timeouts[name], seconds);
			}),
		);
	});

	test(`${owner}: the order of keys never matters`, () => {
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
				const { realServers, ...others } = declaration;
				const { files, ...desired } = desiredOf(declaration);
				const { files: texts, ...again } = desiredOf({
					...(turned(others) as object),
					realServers,
				});
				assert.deepEqual(again, desired);
				assert.deepEqual(Object.keys(texts).sort(), Object.keys(files).sort());
			}),
		);
	});
}

/** Devices of tunnels that are up. */
function up({ devices }: Observed): string[] {
	return Object.keys(devices).filter((name) => devices[name] === "up");
}

/** Addresses of the cluster: the host's own have the prefix of their network. */
function vips({ addresses }: Observed): string[] {
	return addresses.list.flatMap(({ address }) =>
		address.endsWith("/32") ? [address] : [],
	);
}

function first<Item>([item]: readonly Item[]): Item {
	if (item === undefined) throw new Error("nothing there");
	return item;
}
