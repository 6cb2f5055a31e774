import type { HostInputs } from "../../provider/host-inputs.ts";
import type { HandedOver } from "./hand-over.ts";

/** The line that says which director has the VIP now. */
export function formatHandedOver({
	cluster,
	vip,
	from,
	to,
	out,
}: HandedOver): string {
	const has =
		from === to
			? `${to} has ${vip} already`
			: from === undefined
				? `${to} has ${vip} now; nobody had it`
				: `${to} has ${vip} now; ${from} had it`;
	return `cluster ${cluster}: ${out === undefined ? has : `${out} is out until lvsctl standby ${out} --end; ${from === to ? `${to} has ${vip}` : has}`}`;
}

/** The line that says that a director may have the VIP again, and from which director it takes it. */
export function formatLetIn({
	component,
	name,
	desired: { failover },
}: Pick<HostInputs, "component" | "name" | "desired">): string {
	const { preemptSeconds: seconds, later } = failover ?? {};
	const takes =
		seconds === undefined || later === undefined
			? "does not take it from another director"
			: `takes it ${seconds === 0 ? "at once" : `after ${seconds} s`} if ${later.names.join(" or ")} has it, as preemptSeconds says`;
	return `cluster ${component}: ${name} may have the VIP again, and ${takes}`;
}
