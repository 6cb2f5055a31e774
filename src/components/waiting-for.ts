import * as pulumi from "@pulumi/pulumi";

/** The options of a component, extended so that it also waits for these other resources. */
export function waitingFor(
	others: readonly (pulumi.Resource | undefined)[],
	options: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
	return {
		...options,
		dependsOn: [
			// a value that is no resource is refused by the component that got it
			...others.filter((other) => pulumi.Resource.isInstance(other)),
			...([options.dependsOn ?? []].flat() as pulumi.Input<pulumi.Resource>[]),
		],
	};
}
