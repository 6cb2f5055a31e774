import type { HostInputs } from "../../provider/host-inputs.ts";

/** Says that a director may have the VIP again, and from whom it takes it. */
export function formatLetIn({
	component,
	name,
	desired: { failover },
}: Pick<HostInputs, "component" | "name" | "desired">): string {
	const { preemptSeconds: seconds, later } = failover ?? {};
	const takes =
		seconds === undefined || later === undefined
			? "takes it from nobody"
			: `takes it ${seconds === 0 ? "at once" : `after ${seconds} s`} where ${later.names.join(" or ")} has it, as preemptSeconds says`;
	return `cluster ${component}: ${name} may have the VIP again, and ${takes}`;
}
