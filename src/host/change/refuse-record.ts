import type { Observed } from "../observed.ts";
import type { Bearer } from "../record.ts";
import type { Reason } from "./reason.ts";

/**
 * Refuses a host on which a component of the same name has its record in this role, and is of another stack: we would take its record for ours, and with it
 * everything that is noted there. A record of the same stack is ours after a lost state, or that of a host under its earlier name. A record with our token is ours
 * under the earlier name of the stack.
 */
export function recordOfAnotherStack(
	{ record }: Pick<Observed, "record">,
	{ stack, token }: Bearer,
): Reason[] {
	const { holder } = record ?? {};
	if (
		holder?.stack === undefined ||
		stack === undefined ||
		holder.stack === stack ||
		holder.token === token
	)
		return [];
	const name = holder.resource.split("/").slice(0, 2).join("-");
	return [
		{
			saw: `${name} on this host is that of ${holder.resource} of stack ${holder.stack}`,
			advice: `Give this component another name: two of one name would take the host from each other. Or, if ${holder.stack} is a former name of this stack, or is gone for good: give this stack that name (pulumi stack rename; \`name\` in Pulumi.yaml), and it takes over what is here.`,
		},
	];
}
