import type { Packet } from "./packet.ts";
import type { Chain, Hook } from "./ruleset.ts";

/** The chains of a hook that a packet passes, in their order. */
export function basesOf(
	chains: readonly Chain[],
	hook: Hook,
	{ before, hooks }: Packet,
): Chain[] {
	const last =
		before === undefined || hook !== hooks.at(-1)
			? Number.POSITIVE_INFINITY
			: before;
	return chains
		.filter(({ base }) => base?.hook === hook && base.priority < last)
		.sort((a, b) => (a.base?.priority ?? 0) - (b.base?.priority ?? 0));
}

/** Name -> chain, of the table of a chain. */
export function namedIn(
	chains: readonly Chain[],
	{ table }: Chain,
): ReadonlyMap<string, Chain> {
	return new Map(
		chains.flatMap((chain) =>
			chain.table === table ? [[chain.name, chain] as const] : [],
		),
	);
}
