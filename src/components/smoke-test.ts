import * as pulumi from "@pulumi/pulumi";
import { labOf } from "../drill/lab-of.ts";
import { DeclarationError } from "../errors.ts";
import type { Cluster as ClusterModel } from "../model/cluster.ts";
import { subject } from "../model/door.ts";
import type { HostConnection } from "../model/host.ts";
import type { CheckResult, Hosts } from "../smoke/check.ts";
import {
	type DeclaredCheck,
	isOutage,
	type ResolvedCheck,
	resolveCheck,
} from "../smoke/checks.ts";
import { placeOfPassword } from "../smoke/passwords.ts";
import type { Cluster } from "./cluster.ts";
import { clusterMachines } from "./cluster-machines.ts";
import type { Inputs } from "./inputs.ts";
import { namedHeaders } from "./named-headers.ts";
import { objectOrEmpty } from "./object-or-empty.ts";
import { perProgram } from "./per-program.ts";
import { plainly } from "./plainly.ts";
import { withPrivateKeys } from "./private-keys.ts";
import { ManagedResource } from "./resource.ts";
import { smokeProblems } from "./smoke-problems.ts";

export interface SmokeTestArgs {
	/** The cluster to prove. */
	readonly cluster: Cluster;
	/** The client machine that runs the checks. It must not belong to the cluster, as a machine of the cluster would answer itself. */
	readonly from: Inputs<HostConnection>;
	/** A second client machine, for checks where one client does something and another sees it. Default: the first. */
	readonly second?: Inputs<HostConnection>;
	/** What to prove, e.g. `[spread({ service: "http" })]`. */
	readonly checks: readonly DeclaredCheck[];
}

/**
 * Proves a cluster from a client machine. A check that fails makes the `up` fail, and says which number was expected. It runs when anything on the cluster's
 * hosts changed; `lvsctl check` runs it again at any time and changes nothing. An `outage` among the checks takes something away from users for some seconds:
 * it comes last, and `lvsctl check` leaves it out unless it is asked for.
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
			const problems = smokeProblems(name, args);
			if (problems.length > 0)
				throw new DeclarationError(subject("smoke test", name), problems);
		});
		super("lvs:index:SmokeTest", name, {}, options);
		const { checks: declared, secrets } = withoutPasswords(args.checks);
		const connectionOf = (host: Inputs<HostConnection>) =>
			withPrivateKeys(pulumi.output(host as HostConnection), host);
		const hasOutage = args.checks.some(({ kind }) => kind === "outage");
		const inTurn = proofs();
		const resolved = pulumi
			.all([args.cluster.model, pulumi.output(declared)])
			.apply(([cluster, known]) =>
				// read only now, as a website may be declared after the smoke test
				namedHeaders().apply((headers) =>
					plainly(() => {
						const model = cluster as ClusterModel;
						const hosts = hasOutage ? hostsOf(model) : undefined;
						return (known as readonly DeclaredCheck[]).map((check) =>
							resolveCheck(check, model, headers, hosts),
						);
					}),
				),
			);
		const checks = new Checks(
			`${name}-checks`,
			{
				name,
				connection: connectionOf(args.from),
				...(args.second === undefined
					? {}
					: { second: connectionOf(args.second) }),
				...(Object.keys(secrets).length === 0
					? {}
					: { secrets: pulumi.secret(pulumi.all(secrets)) }),
				checks: resolved,
				...(hasOutage
					? { machines: reachedBy(resolved, args.cluster.connections) }
					: {}),
				proves: args.cluster.revisions,
			},
			{
				parent: this,
				dependsOn: [
					args.cluster,
					// losses must be counted without interference from other smoke tests
					...inTurn
						.filter((each) => hasOutage || each.hasOutage)
						.map((each) => each.checks),
				],
			},
		);
		inTurn.push({ checks, hasOutage });
		this.results = checks.results;
		this.registerOutputs({ results: this.results });
	}
}

/** The smoke tests of a program, in their order. */
const proofs = perProgram<
	{ readonly checks: pulumi.Resource; readonly hasOutage: boolean }[]
>(() => []);

function hostsOf(cluster: ClusterModel): Hosts {
	return {
		machines: clusterMachines(cluster),
		lab: labOf(process.cwd(), pulumi.getStack(), process.env),
	};
}

/** The connections of those hosts that an outage may befall, and of the directors that are asked before. */
function reachedBy(
	checks: pulumi.Output<readonly ResolvedCheck[]>,
	connections: pulumi.Output<Record<string, HostConnection>>,
): pulumi.Output<Record<string, HostConnection>> {
	return pulumi.all([checks, connections]).apply(([all, known]) => {
		const hosts = new Set(
			(all as readonly ResolvedCheck[])
				.filter(isOutage)
				.flatMap(({ acts, directors = [], takes }) =>
					[...acts, ...directors, ...(takes?.directors ?? [])].map(
						({ host }) => host,
					),
				),
		);
		return Object.fromEntries(
			Object.entries(known as Record<string, HostConnection>).filter(([key]) =>
				hosts.has(key),
			),
		);
	});
}

/** Splits the checks into checks without passwords, and the passwords by name. */
function withoutPasswords(checks: readonly DeclaredCheck[]) {
	const secrets: Record<string, pulumi.Input<string>> = {};
	const apart = (check: object, name: string): object =>
		Object.fromEntries(
			Object.entries(check).map(([key, value]) => {
				if (key === "of") return [key, apart(value as object, name)];
				const { password, from, ...rest } = objectOrEmpty(
					value as { password?: pulumi.Input<string>; from?: unknown },
				);
				if (password === undefined) return [key, value];
				secrets[name] = password;
				return [key, { ...rest, password: placeOfPassword(name) }];
			}),
		);
	return {
		checks: checks.map((check, index) => apart(check, `check-${index}`)),
		secrets,
	};
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
