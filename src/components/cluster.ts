import * as pulumi from "@pulumi/pulumi";
import { DeclarationError } from "../errors.ts";
import {
	type Cluster as ClusterModel,
	checkCluster,
	parseCluster,
} from "../model/cluster.ts";
import type { ClusterDeclaration } from "../model/declaration.ts";
import type { Desired, Role } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { subject } from "../model/subject.ts";
import { renderDirector } from "../render/director.ts";
import { renderRealServer } from "../render/real-server.ts";
import { ManagedHost } from "./host.ts";
import { type Inputs, knownPart, withoutPrivateKeys } from "./inputs.ts";
import { plainly } from "./plainly.ts";
import { withPrivateKeys } from "./private-keys.ts";

/** What a cluster is declared with: a ClusterDeclaration whose leaves may be outputs of other resources. */
export type ClusterArgs = Inputs<ClusterDeclaration>;

/**
 * An LVS cluster: every real server first, then the director; removed the other way round.
 *
 * @example
 * ```ts
 * new Cluster("web", {
 *   vip: "172.18.0.70",
 *   forwarding: "dr",
 *   directors: { lb: { host, address: "172.18.0.66" } },
 *   realServers: { rs1: { host, address: "172.18.0.67", weight: 2 } },
 *   services: { http: { tcp: 80, scheduler: "wrr" } },
 * });
 * ```
 * @throws pulumi.RunError with every problem of the declaration at once, before anything is registered.
 */
export class Cluster extends pulumi.ComponentResource {
	/** The virtual address that clients connect to. */
	readonly vip: pulumi.Output<string>;
	/** The IPVS rules of this cluster as read back from the director's kernel, in the form of `ipvsadm -Sn`. */
	readonly rules: pulumi.Output<string[]>;
	/** The cluster as declared, every default decided. */
	readonly model: pulumi.Output<ClusterModel>;
	/** Host -> a word that changes with each change made on it: what was proven before must be proven again. */
	readonly revisions: pulumi.Output<Record<string, string>>;

	constructor(
		name: string,
		args: ClusterArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		refuseProblems(name, args);
		super("lvs:index:Cluster", name, {}, options);
		this.model = pulumi
			.output(withoutPrivateKeys(args) as pulumi.Inputs)
			.apply((declaration) => plainly(() => parseCluster(name, declaration)));
		const manage = (
			role: Role,
			host: string,
			declared: Inputs<HostConnection>,
			dependsOn: ManagedHost[],
		) => this.manage(name, role, host, declared, dependsOn);
		const realServers = Object.entries(args.realServers).flatMap(
			([name, { host }]) =>
				host === undefined ? [] : [manage("real-server", name, host, [])],
		);
		const directors = Object.entries(args.directors).map(([name, { host }]) =>
			manage("director", name, host, realServers),
		);
		this.vip = this.model.vip;
		this.rules = pulumi
			.all(directors.map(({ rules }) => rules))
			.apply((tables) => tables.flat());
		this.revisions = revisionsOf([...realServers, ...directors]);
		this.registerOutputs({ vip: this.vip, rules: this.rules });
	}

	private manage(
		cluster: string,
		role: Role,
		name: string,
		declared: Inputs<HostConnection>,
		dependsOn: ManagedHost[],
	): ManagedHost {
		const parsed = this.model.apply((model) => render(model, role, name));
		return new ManagedHost(
			`${cluster}-${name}`,
			{
				cluster,
				role,
				name,
				vip: this.model.vip,
				connection: withPrivateKeys(parsed.connection, declared),
				desired: parsed.desired,
				follows: revisionsOf(dependsOn),
			},
			{ parent: this, dependsOn },
		);
	}
}

function revisionsOf(
	hosts: readonly ManagedHost[],
): pulumi.Output<Record<string, string>> {
	return pulumi.all(
		Object.fromEntries(
			hosts.map(({ declaredName, revision }) => [declaredName, revision]),
		),
	);
}

function render(
	cluster: ClusterModel,
	role: Role,
	name: string,
): { connection: HostConnection; desired: Desired } {
	if (role === "director")
		for (const director of cluster.directors)
			if (director.name === name)
				return {
					connection: director.host,
					desired: renderDirector(cluster, director),
				};
	for (const realServer of cluster.realServers)
		if (realServer.name === name && realServer.host !== undefined)
			return {
				connection: realServer.host,
				desired: renderRealServer(cluster, realServer),
			};
	throw new Error(`cluster ${cluster.name} has no ${role} ${name}`);
}

function refuseProblems(name: string, args: ClusterArgs): void {
	const problems = checkCluster(name, knownPart(args));
	plainly(() => {
		if (problems.length > 0)
			throw new DeclarationError(subject(name), problems);
	});
}
