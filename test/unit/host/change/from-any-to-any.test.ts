import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { planRemoval } from "../../../../src/host/change/plan-removal.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { rendered } from "../../render/rendered.ts";
import { clean } from "./example.ts";
import { applyToModel } from "./model-host.ts";
import { secretsOf } from "./secrets-of.ts";

// What stands beside a cluster: any part of its role changes to any other part, and goes. Directors and real servers, whose parts belong
// together, change from one declaration to another in declarations.test.ts.

/** Kinds of which a declaration may come to have fewer or more. */
const parts = [
	"packages",
	"files",
	"directories",
	"archives",
	"units",
	"conditions",
] as const;

/** A desired state that wants some of what the whole does. */
function someOf(whole: Desired): fc.Arbitrary<Desired> {
	return fc
		.tuple(...parts.map((part) => fc.subarray(Object.keys(whole[part]))))
		.map((kept) => ({
			...whole,
			...Object.fromEntries(
				parts.map((part, index) => [
					part,
					Object.fromEntries(
						Object.entries(whole[part]).filter(([key]) =>
							kept[index]?.includes(key),
						),
					),
				]),
			),
		}));
}

for (const [role, declared] of rendered("debian")) {
	if (role === "director" || role === "real-server") continue;
	const owner = `web-${role}`;
	const whole = withSecrets(declared, secretsOf(declared));

	/** What a look finds where `desired` is asked for: what is not asked for is not looked at. */
	const look = (desired: Desired, host: Observed): Observed => ({
		...host,
		...Object.fromEntries(
			parts
				.filter((part) => part !== "conditions")
				.map((part) => [
					part,
					Object.fromEntries(
						Object.entries(host[part]).filter(([key]) => key in desired[part]),
					),
				]),
		),
	});
	/** As `converge` does it: rounds until nothing is left to do. */
	const bring = (desired: Desired, before: Observed): Observed => {
		let host = before;
		for (let round = 0; round < 4; round++) {
			const steps = plan(owner, desired, look(desired, host));
			if (steps.length === 0) return host;
			host = applyToModel(desired, host, steps);
		}
		assert.deepEqual(plan(owner, desired, look(desired, host)), []);
		return host;
	};

	suite(role, () => {
		test("from any part to any other, the host is as the second says", () => {
			fc.assert(
				fc.property(someOf(whole), someOf(whole), (one, other) => {
					const after = bring(other, bring(one, clean(whole)));
					assert.deepEqual(live(other, look(other, after)), other);
					for (const [path, found] of Object.entries(after.files))
						assert.ok(
							found === undefined || path in other.files || found.stock,
							`${path} is left`,
						);
				}),
			);
		});

		test("whatever was wanted, a removal leaves no file and no unit of it", () => {
			fc.assert(
				fc.property(someOf(whole), someOf(whole), (one, other) => {
					let host = bring(other, bring(one, clean(whole)));
					for (let round = 0; host.record !== undefined; round++) {
						assert.ok(round < 4);
						const steps = planRemoval(owner, other, look(other, host));
						host = applyToModel(other, host, steps);
					}
					for (const [path, found] of Object.entries(host.files))
						assert.ok(found === undefined || found.stock, `${path} is left`);
					for (const [name, unit] of Object.entries(host.units))
						assert.ok(!unit.active, `${name} is active`);
				}),
			);
		});
	});
}
