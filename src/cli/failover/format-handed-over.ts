import type { HandedOver } from "./hand-over.ts";

/** One line for people to read. */
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
