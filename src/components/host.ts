import type * as pulumi from "@pulumi/pulumi";
import type { Role } from "../model/desired.ts";
import type { HostInputs } from "../remote/host-resource.ts";
import { ManagedResource } from "./resource.ts";

const kinds: Readonly<Record<Role, string>> = {
	director: "Director",
	"real-server": "RealServer",
};

type HostProperties = Pick<HostInputs, "role" | "name" | "cluster"> & {
	readonly [Key in "vip" | "connection" | "desired" | "follows"]: pulumi.Input<
		HostInputs[Key]
	>;
};

/** One host in one role. Internal: users write a Cluster. */
export class ManagedHost extends ManagedResource {
	/** Our lines of the kernel's IPVS table, as read back after the last change. */
	declare readonly rules: pulumi.Output<string[]>;
	/** Changes with each change made on the host. */
	declare readonly revision: pulumi.Output<string>;

	/** The name in the declaration. */
	readonly declaredName: string;

	constructor(
		name: string,
		inputs: HostProperties,
		options: pulumi.CustomResourceOptions,
	) {
		super(
			kinds[inputs.role],
			name,
			{
				...inputs,
				schemaVersion: undefined,
				family: undefined,
				rules: undefined,
				revision: undefined,
			},
			options,
		);
		this.declaredName = inputs.name;
	}
}
