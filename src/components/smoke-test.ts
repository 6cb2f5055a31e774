import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import { checkHost } from "../model/check-host.ts";
import type { HostConnection } from "../model/host.ts";
import type { CheckResult } from "../smoke/check.ts";
import { type DeclaredCheck, resolveCheck } from "../smoke/checks.ts";
import type { Cluster } from "./cluster.ts";
import { type Inputs, knownPart, withoutPrivateKeys } from "./inputs.ts";
import { plainly } from "./plainly.ts";
import { withPrivateKeys } from "./private-keys.ts";
import { ManagedResource } from "./resource.ts";

export interface SmokeTestArgs {
	/** The cluster to prove. */
	readonly cluster: Cluster;
	/** The client machine that the checks run on. It must be none of the cluster's own: those answer themselves. */
	readonly from: Inputs<HostConnection>;
	/** What to prove, e.g. `[spread({ service: "http" })]`. */
	readonly checks: readonly DeclaredCheck[];
}

/**
 * Proves a cluster from a client machine: a check whose answer is no fails the `up`, and says which number was expected.
 * Runs when anything on the cluster's hosts changed; `lvs check` runs it again at any time and changes nothing.
 */
export class SmokeTest extends pulumi.ComponentResource {
	/** What each check did, expected and saw. */
	readonly results: pulumi.Output<CheckResult[]>;

	constructor(
		name: string,
		args: SmokeTestArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		plainly(() => {
			const problems = checkHost("from", knownPart(args.from));
			if (problems.length > 0)
				throw new DeclarationError(`smoke test ${name}`, problems);
		});
		super("lvs:index:SmokeTest", name, {}, options);
		const checks = new Checks(
			`${name}-checks`,
			{
				name,
				connection: withPrivateKeys(
					pulumi.output(withoutPrivateKeys(args.from) as HostConnection),
					args.from,
				),
				checks: args.cluster.model.apply((cluster) =>
					plainly(() =>
						args.checks.map((check) => resolveCheck(check, cluster)),
					),
				),
				proves: args.cluster.revisions,
			},
			{ parent: this, dependsOn: [args.cluster] },
		);
		this.results = checks.results;
		this.registerOutputs({ results: this.results });
	}
}

class Checks extends ManagedResource {
	declare readonly results: pulumi.Output<CheckResult[]>;

	constructor(
		name: string,
		inputs: pulumi.Inputs,
		options: pulumi.CustomResourceOptions,
	) {
		super(
			"SmokeTest",
			name,
			{ ...inputs, schemaVersion: undefined, results: undefined },
			options,
		);
	}
}
