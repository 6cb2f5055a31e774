import type { directorsOf } from "./directors-of.ts";
import type { VrrpInstance } from "./read-instance.ts";

/** The remark on the directors of an instance: which is which, and which of their values are not in the file. */
export function fillInDirectors(
	{ own, peers }: ReturnType<typeof directorsOf>,
	{ rank }: VrrpInstance,
): string {
	const known = peers.filter(({ address }) => address !== undefined);
	const order =
		"the one with the highest priority comes first, and links are called as here";
	const which = `this director is ${own.name} by its ${rank.words}`;
	return known.length > 0
		? `${which}, and ${known.map(({ name, address }) => `${name} is ${address}`).join(", ")}; ${order}`
		: `${which}, and its peers are not in this file: fill in ${peers.map(({ name }) => name).join(", ")}, add what more there are, or take it out with \`failover\` if there is none; ${order}`;
}
