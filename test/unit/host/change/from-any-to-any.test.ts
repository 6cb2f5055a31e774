import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { arbitraryDesired } from "../../render/arbitrary-desired.ts";
import { clean } from "./example.ts";
import { applyToModel } from "./model-host.ts";
import { secretsOf } from "./secrets-of.ts";

// What stands beside a cluster changes from any declaration to any other, and goes. Directors and real servers do so in
// declarations.test.ts.

/** Kinds whose things a look tells one by one, and only those that are asked for. */
const askedFor = [
	"packages",
	"modules",
	"files",
	"directories",
	"archives",
	"units",
	"conditions",
] as const;

for (const [role, arbitrary] of Object.entries(arbitraryDesired)) {
	const owner = `web-${role}`;
	const localised = (declared: Desired) =>
		withSecrets(localise(declared, "debian"), secretsOf(declared));

	/** What a look finds where `desired` is asked for. */
	const look = (desired: Desired, host: Observed): Observed => ({
		...host,
		...Object.fromEntries(
			askedFor.map((part) => [
				part,
				Object.fromEntries(
					Object.entries(host[part]).filter(([key]) => key in desired[part]),
				),
			]),
		),
	});
	/** What was not looked at stays as it is on the host. */
	const apply = (
		desired: Desired,
		host: Observed,
		planned: typeof plan | typeof planRemoval,
	): Observed | undefined => {
		const steps = planned(owner, desired, look(desired, host));
		return steps.length === 0 ? undefined : applyToModel(desired, host, steps);
	};
	/** As `converge` does it: rounds until nothing is left to do. */
	const bring = (desired: Desired, before: Observed): Observed => {
		let host = before;
		for (let round = 0; round < 4; round++) {
			const next = apply(desired, host, plan);
			if (next === undefined) return host;
			host = next;
		}
		assert.deepEqual(plan(owner, desired, look(desired, host)), []);
		return host;
	};
	/** A host that has nothing of either. */
	const machine = (one: Desired, other: Desired) =>
		clean({
			...other,
			...Object.fromEntries(
				askedFor.map((part) => [part, { ...one[part], ...other[part] }]),
			),
		});
	/** The host after one declaration and then another. */
	const after = (one: Desired, other: Desired) =>
		bring(other, bring(one, machine(one, other)));
	/** Everything on a host is `desired`, or was there before us. */
	const hasNothingElse = (
		host: Observed,
		{ files, archives, directories, units, conditions }: Partial<Desired>,
	) => {
		for (const [path, found] of Object.entries(host.files))
			assert.ok(
				found === undefined || found.stock || path in (files ?? {}),
				`${path} is left`,
			);
		for (const path of Object.keys(host.archives))
			assert.ok(path in (archives ?? {}), `the archive in ${path} is left`);
		for (const [path, found] of Object.entries(host.directories))
			assert.ok(
				found === undefined || path in (directories ?? {}),
				`${path} is left`,
			);
		for (const [name, { active, enabled }] of Object.entries(host.units))
			assert.ok(
				(!active && !enabled) || name in (units ?? {}),
				`${name} is left`,
			);
		assert.ok(
			conditions !== undefined || Object.keys(host.conditions).length === 0,
		);
	};

	suite(role, () => {
		test("from any declaration to any other, the host is as the second says, and has nothing else", () => {
			fc.assert(
				fc.property(arbitrary, arbitrary, (one, other) => {
					const desired = localised(other);
					const host = after(localised(one), desired);
					assert.deepEqual(
						live(other, look(desired, host), secretsOf(other)),
						other,
					);
					hasNothingElse(host, desired);
				}),
			);
		});

		test("whatever was declared, a removal leaves nothing of it", () => {
			fc.assert(
				fc.property(arbitrary, arbitrary, (one, other) => {
					const desired = localised(other);
					let host = after(localised(one), desired);
					for (let round = 0; host.record !== undefined; round++) {
						assert.ok(round < 4);
						host = apply(desired, host, planRemoval) ?? host;
					}
					hasNothingElse(host, {});
				}),
			);
		});
	});
}
