import type * as pulumi from "@pulumi/pulumi";

/** The options of a component, extended so that it also waits for these other resources. */
export function waitingFor(
	others: readonly (pulumi.Resource | undefined)[],
	options: pulumi.ComponentResourceOptions = {},
): pulumi.ComponentResourceOptions {
	return {
		...options,
		dependsOn: [
			...others.flatMap((other) => other ?? []),
			...([options.dependsOn ?? []].flat() as pulumi.Input<pulumi.Resource>[]),
		],
	};
}
