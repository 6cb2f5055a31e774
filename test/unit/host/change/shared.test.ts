import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { foundKinds } from "../../../../src/host/kinds/every-kind.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { FoundKindName, HostRecord } from "../../../../src/host/record.ts";
import { isServerKey } from "../../../../src/ipvs/key.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { ownLink } from "../../../../src/model/own-link.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { alone, clean, cluster, director, everything } from "./example.ts";
import { applyToModel } from "./model-host.ts";

// Two roles of ours on one host need the same thing. Each has it in its record, as the first of them found it; the last to go returns it.

const cases: Readonly<
	Record<Exclude<FoundKindName, "packages" | "files">, Desired>
> = {
	modules: { ...nothing, modules: { ip_vs: "loaded" } },
	directories: { ...nothing, directories: { "/srv/lvs": "700 root:root" } },
	units: { ...nothing, units: { apache2: "enabled active" } },
	sysctls: { ...nothing, sysctls: { "net.ipv4.ip_forward": "1" } },
	addresses: { ...nothing, addresses: { "172.18.0.70/32": "lo" } },
	timeouts: { ...nothing, timeouts: { tcp: "600" } },
	filters: {
		...nothing,
		ownAddress: "172.18.0.67",
		passes: {
			"packets of clients": {
				hooks: ["prerouting", "input"],
				protocol: "tcp",
				to: "172.18.0.67",
				toPorts: [80],
				in: ownLink,
				state: "new",
			},
		},
		filters: { "packets of clients": "let through" },
	},
};

const [lb] = cluster.directors;
const [rs1] = cluster.realServers;
if (lb === undefined || rs1 === undefined) throw new Error("no hosts");

const named = (cluster: Cluster, name: string): Cluster => ({
	...cluster,
	name,
});

/** The host after a role came to it. Our unit, which this small role has not got, would put in place what has no step. */
function bring(owner: string, desired: Desired, host: Observed): Observed {
	const after = applyToModel(desired, host, plan(owner, desired, host));
	return {
		...after,
		modules: { ...after.modules, ...desired.modules } as Observed["modules"],
		sysctls: { ...after.sysctls, ...desired.sysctls },
		timeouts: { ...after.timeouts, ...desired.timeouts },
		addresses: {
			...after.addresses,
			list: [
				...host.addresses.list,
				...Object.keys(desired.addresses).map((address) => ({
					address,
					device: "lo",
				})),
			],
		},
	};
}

const recordOf = ({ record }: Observed): HostRecord => {
	assert.ok(record);
	return record;
};

/** What a look at the host tells of another role's record. */
const beside = (owner: string, host: Observed): Observed["neighbours"] => {
	const { files, establishes, ipvs, ...record } = recordOf(host);
	return {
		...alone,
		...record,
		files,
		establishes,
		fileOwners: Object.fromEntries(
			Object.entries(files)
				.filter(([, found]) => !found.includes(" block "))
				.map(([path]) => [path, owner]),
		),
		services: Object.fromEntries(
			ipvs.filter((key) => !isServerKey(key)).map((key) => [key, owner]),
		),
		sharedRules: ipvs,
	};
};

/** Rounds of steps until nothing of the role is left. */
function go(owner: string, desired: Desired, host: Observed): Observed {
	let at = host;
	for (let round = 0; at.record !== undefined; round++) {
		assert.ok(round < 5);
		at = applyToModel(desired, at, planRemoval(owner, desired, at));
	}
	return at;
}

suite("a cluster under a new name", () => {
	const roles = {
		director: (name: string) => renderDirector(named(cluster, name), lb),
		"real-server": (name: string) =>
			renderRealServer(named(cluster, name), rs1),
		"director of every forwarding": (name: string) =>
			renderDirector(named(everything, name), lb),
		"real server of every forwarding": (name: string) =>
			renderRealServer(named(everything, name), rs1),
	};
	/** Rounds as `converge` does them. */
	const bring = (owner: string, desired: Desired, before: Observed) => {
		let host = before;
		for (let round = 0; round < 4; round++) {
			const steps = plan(owner, desired, host);
			if (steps.length === 0) return host;
			host = applyToModel(desired, host, steps);
		}
		return host;
	};

	for (const [role, render] of Object.entries(roles))
		test(`${role}: what both have stays until the second goes, and then nothing does`, () => {
			const old = localise(render("web"), "debian");
			const desired = localise(render("shop"), "debian");
			const found = clean({
				...old,
				files: { ...old.files, ...desired.files },
				units: { ...old.units, ...desired.units },
			});
			const first = bring("one", old, found);
			// each has a table of its own
			const seen: Observed = { ...first, nftables: {}, routes: {} };
			const both = bring("two", desired, {
				...seen,
				record: undefined,
				neighbours: beside("one", first),
			});
			const after = go("one", old, {
				...both,
				record: recordOf(first),
				neighbours: beside("two", both),
			});
			for (const kind of ["addresses", "ipvs", "devices", "receivers"] as const)
				assert.deepEqual(after[kind], both[kind], kind);
			for (const key of Object.keys(desired.sysctls))
				assert.equal(after.sysctls[key], both.sysctls[key], key);
			const whole = { ...after, record: recordOf(both), neighbours: alone };
			// the model knows no file of which two have a block; the played hosts do
			for (const [path, { block }] of Object.entries(desired.files))
				if (block === undefined)
					assert.deepEqual(after.files[path], both.files[path], path);
			const end = go("two", desired, whole);
			assert.deepEqual(end.addresses, found.addresses);
			assert.deepEqual(end.ipvs, found.ipvs);
			for (const [path, file] of Object.entries(end.files))
				assert.ok(file === undefined || path.endsWith("index.html"), path);
		});

	test("whose real servers an operator keeps drained takes that along", () => {
		const desired = localise(roles.director("shop"), "debian");
		const first = bring("web-director", director, clean(director));
		const [step] = plan("shop-director", desired, {
			...first,
			record: undefined,
			neighbours: {
				...beside("web-director", first),
				drains: ["web-director"],
			},
		});
		assert.deepEqual(step, {
			kind: "keep",
			path: "/var/lib/pulumi-lvs/web-director/drained",
			as: "/var/lib/pulumi-lvs/shop-director/drained",
			because: "what an operator drained in web-director stays drained",
		});
	});
});

suite("what two roles hold", () => {
	for (const [kind, desired] of Object.entries(cases))
		test(`${kind}: it goes back when the second of them goes`, () => {
			const found = clean(desired);
			const first = bring("one", desired, found);
			const both = bring("two", desired, {
				...first,
				record: undefined,
				neighbours: beside("one", first),
			});
			const name = kind as FoundKindName;
			assert.deepEqual(recordOf(both)[name], recordOf(first)[name]);
			const back = (host: Observed) =>
				planRemoval("one", desired, host).map((step) => step.kind);
			const withNeighbour = back({
				...both,
				record: recordOf(first),
				neighbours: beside("two", both),
			});
			assert.deepEqual(withNeighbour, ["forget"]);
			// its unit would take an address away; a role without one takes it back by a step
			const last = back({ ...both, neighbours: alone });
			assert.notDeepEqual(last, ["forget"]);
		});

	test("every kind whose state goes back is among them", () => {
		const others = foundKinds
			.filter(([name, { noted }]) => !noted.perRole && name !== "packages")
			.map(([name]) => name);
		assert.deepEqual(Object.keys(cases).sort(), others.sort());
	});
});
