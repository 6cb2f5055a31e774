import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { live } from "../../../../src/host/change/live.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import {
	planRemoval,
	planResidue,
} from "../../../../src/host/change/plan-removal.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import { withSecrets } from "../../../../src/host/secrets.ts";
import { type Desired, nothing } from "../../../../src/model/desired.ts";
import { arbitraryDesired } from "../../render/arbitrary-desired.ts";
import { arbitraryMachine } from "./arbitrary-machine.ts";
import { hasNothingElse } from "./has-nothing-else.ts";
import { lookAt } from "./look-at.ts";
import { applyToModel } from "./model-host.ts";
import { secretsOf } from "./secrets-of.ts";

// Each role changes from any declaration to any other, and goes, on machines that had nothing before us, or much.

const hasCluster = ["director", "real-server"];

for (const [role, arbitrary] of Object.entries(arbitraryDesired)) {
	const owner = `web-${role}`;
	const localised = (declared: Desired) =>
		localise(withSecrets(declared, secretsOf(declared)), "debian");

	/** As `converge` does it: rounds until nothing is left to do. What was not looked at stays as it is on the host. */
	const bring = (desired: Desired, before: Observed): Observed => {
		let host = before;
		for (let round = 0; round < 4; round++) {
			const steps = plan(owner, desired, lookAt(desired, host));
			if (steps.length === 0) return host;
			host = applyToModel(desired, host, steps);
		}
		assert.deepEqual(plan(owner, desired, lookAt(desired, host)), []);
		return host;
	};
	/** As `withdraw` does it. */
	const remove = (desired: Desired, before: Observed): Observed => {
		const { record } = before;
		assert.ok(record);
		let host = before;
		for (let round = 0; round < 5; round++) {
			const look = lookAt(desired, host);
			const steps =
				host.record === undefined
					? planResidue(owner, desired, look, record)
					: planRemoval(owner, desired, look);
			if (steps.length === 0) return host;
			host = applyToModel(desired, host, steps);
		}
		throw new Error("a removal does not end");
	};
	const change = fc
		.tuple(arbitrary, arbitrary, arbitraryMachine)
		.map(([one, other, machine]) => {
			const desired = localised(other);
			const before = machine(localised(one), desired);
			return { one: localised(one), other, desired, before };
		});

	// the declarations of a cluster have the most in them, and take the most time
	const runs = { numRuns: hasCluster.includes(role) ? 60 : 100 };

	suite(role, () => {
		test("from any declaration to any other, the host is as the second says, and has nothing else", () => {
			fc.assert(
				fc.property(change, ({ one, other, desired, before }) => {
					const host = bring(desired, bring(one, before));
					const found = live(other, lookAt(desired, host), secretsOf(other));
					assert.deepEqual(found, {
						...other,
						// a filter may stop what nobody asks us to open, or what we cannot: `up` refuses such a host
						...(before.filters.chains.length > 0 && found.passes !== undefined
							? { passes: found.passes }
							: {}),
					});
					hasNothingElse(host, before, desired);
				}),
				runs,
			);
		});

		test("whatever was declared, a removal leaves what was there before, and nothing else", () => {
			fc.assert(
				fc.property(change, ({ one, desired, before }) => {
					const host = remove(desired, bring(desired, bring(one, before)));
					hasNothingElse(host, before, nothing);
				}),
				runs,
			);
		});
	});
}
