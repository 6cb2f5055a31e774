import * as pulumi from "@pulumi/pulumi";
import type { Cluster as ClusterModel } from "../model/cluster.ts";
import { clusterDoor } from "../model/cluster-door.ts";
import type { ClusterDeclaration } from "../model/declaration.ts";
import { subject } from "../model/door.ts";
import { renderDirector } from "../render/director.ts";
import { renderRealServer } from "../render/real-server.ts";
import { noteServices } from "./cluster-services.ts";
import { forgottenByServices, withoutClients } from "./forgotten.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";
import { objectOrEmpty } from "./object-or-empty.ts";

/** What a cluster is declared with: a ClusterDeclaration whose leaves may be outputs of other resources. */
export type ClusterArgs = Inputs<ClusterDeclaration>;

/**
 * An LVS cluster. Every real server is set up before the director, and removed after it.
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
export class Cluster extends HostComponent<ClusterModel> {
	/** The virtual address that clients connect to. */
	readonly vip: pulumi.Output<string>;
	/** The IPVS rules of this cluster as read from the director's kernel, in the form of `ipvsadm -Sn`. */
	readonly rules: pulumi.Output<string[]>;

	constructor(
		name: string,
		args: ClusterArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super(
			"Cluster",
			name,
			clusterDoor,
			args,
			options,
			forgottenByServices(objectOrEmpty(args)),
		);
		noteServices(this, args);
		for (const { path, message } of withoutClients(args))
			pulumi.log.warn(
				`${subject(clusterDoor.what, name)}: ${path}: ${message}`,
				this,
			);
		this.vip = this.model.vip;
		const realServers = Object.entries(args.realServers).flatMap(
			([name, { host }]) =>
				host === undefined
					? []
					: [
							this.manage({
								role: "real-server",
								name,
								declared: host,
								vip: this.vip,
								part: (model) => realServerPart(model, name),
							}),
						],
		);
		const directors: ReturnType<typeof this.manage>[] = [];
		for (const [name, { host }] of Object.entries(args.directors))
			directors.push(
				this.manage({
					role: "director",
					name,
					declared: host,
					vip: this.vip,
					part: (model) => directorPart(model, name),
					// never two directors at once
					after: [...realServers, ...directors],
					follows: realServers,
				}),
			);
		this.rules = pulumi
			.all(directors.map(({ rules }) => rules))
			// directors of one cluster have the same
			.apply((tables) => [...new Set(tables.flat())]);
		this.registerOutputs({ vip: this.vip, rules: this.rules });
	}
}

function directorPart(cluster: ClusterModel, name: string) {
	const director = named(cluster.directors, name);
	return {
		connection: director.host,
		desired: renderDirector(cluster, director),
	};
}

function realServerPart(cluster: ClusterModel, name: string) {
	const { host, ...realServer } = named(cluster.realServers, name);
	if (host === undefined) throw new Error(`${name} has no host`);
	return {
		connection: host,
		desired: renderRealServer(cluster, { host, ...realServer }),
	};
}
