import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { foundKinds } from "../../../../src/host/kinds/every-kind.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { FoundKindName, HostRecord } from "../../../../src/host/record.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { alone, clean } from "./example.ts";
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
};

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

suite("what two roles hold", () => {
	for (const [kind, desired] of Object.entries(cases))
		test(`${kind}: it goes back when the second of them goes`, () => {
			const found = clean(desired);
			const first = bring("one", desired, found);
			const both = bring("two", desired, {
				...first,
				record: undefined,
				neighbours: { ...alone, ...recordOf(first) },
			});
			const name = kind as FoundKindName;
			assert.deepEqual(recordOf(both)[name], recordOf(first)[name]);
			const back = (host: Observed) =>
				planRemoval("one", desired, host).map((step) => step.kind);
			const withNeighbour = back({
				...both,
				record: recordOf(first),
				neighbours: { ...alone, ...recordOf(both) },
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
