import type * as pulumi from "@pulumi/pulumi";
import {
	type Setup,
	type SetupDeclaration,
	setupDoor,
} from "../model/setup.ts";
import { renderSetup } from "../render/setup.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";

/** What a set-up is declared with: a SetupDeclaration whose leaves may be outputs of other resources. */
export type HostSetupArgs = Inputs<SetupDeclaration>;

/**
 * Packages, files and units on hosts that no other component provides. Drift is seen and repaired as everywhere; destroy returns files and units to what was
 * found.
 *
 * @example
 * ```ts
 * new HostSetup("redis", {
 *   hosts: { rs1: machines.rs1, rs2: machines.rs2 },
 *   packages: ["redis-server"],
 *   files: { "/etc/redis/redis.conf": { content: "bind 0.0.0.0\n", restarts: "redis-server" } },
 *   units: ["redis-server"],
 * });
 * ```
 */
export class HostSetup extends HostComponent<Setup> {
	constructor(
		name: string,
		args: HostSetupArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super("HostSetup", name, setupDoor, args, options);
		for (const [host, declared] of Object.entries(args.hosts))
			this.manage({
				role: "setup",
				name: host,
				declared,
				part: (model) => ({
					connection: named(model.hosts, host).host,
					desired: renderSetup(model),
				}),
			});
		this.registerOutputs({});
	}
}
