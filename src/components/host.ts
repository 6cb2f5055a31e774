import type * as pulumi from "@pulumi/pulumi";
import { resourceTypes } from "../model/desired.ts";
import type { HostInputs } from "../provider/host-inputs.ts";
import { ManagedResource } from "./resource.ts";

type HostProperties = Pick<
	HostInputs,
	"role" | "name" | "component" | "stack" | "textFormat"
> & {
	readonly [Key in "connection" | "desired" | "follows"]: pulumi.Input<
		HostInputs[Key]
	>;
} & {
	readonly vip?: pulumi.Input<string>;
	readonly secrets?: pulumi.Input<Readonly<Record<string, string>>>;
};

/** One host in one role. Internal: users declare a component instead. */
export class ManagedHost extends ManagedResource {
	/** Our rules in the kernel's IPVS table, as read back after the last change. */
	declare readonly rules: pulumi.Output<string[]>;
	/** A word that changes with each change of the host. */
	declare readonly revision: pulumi.Output<string>;

	/** The name in the declaration. */
	readonly declaredName: string;

	constructor(
		name: string,
		inputs: HostProperties,
		options: pulumi.CustomResourceOptions,
	) {
		super(
			resourceTypes[inputs.role],
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
