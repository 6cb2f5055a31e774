import type { VrrpInstance } from "./read-instance.ts";

/** A director of a cluster, as a file of one of them knows it. */
export interface FoundDirector {
	readonly name: string;
	/** Undefined: the file does not say it. */
	readonly address: string | undefined;
}

/**
 * The directors of an instance, in their order. A machine has the same name in all instances of its file: `lb1` if the file's own director comes first there.
 *
 * @param instances those of the file that concern a cluster
 */
export function directorsOf(
	instance: VrrpInstance,
	instances: readonly VrrpInstance[],
): {
	readonly own: FoundDirector;
	readonly peers: readonly FoundDirector[];
	readonly inOrder: readonly FoundDirector[];
} {
	const addresses = [
		...new Set(
			instances.flatMap(({ peers }) => peers.map(({ value }) => value)),
		),
	];
	// with multicast an unknown number of peers hears it, and at least one is meant
	const count = Math.max(addresses.length, 1);
	const [first] = instances;
	const ownNumber = first?.rank.isFirst === false ? count + 1 : 1;
	const own = { name: `lb${ownNumber}`, address: instance.source?.value };
	const others = Array.from({ length: count }, (_, index) => ({
		name: `lb${ownNumber === 1 ? index + 2 : index + 1}`,
		address: addresses[index],
	}));
	const heard = instance.peers.map(({ value }) => value);
	const peers =
		heard.length === 0
			? others
			: others.filter(({ address = "" }) => heard.includes(address));
	return {
		...{ own, peers },
		inOrder: instance.rank.isFirst ? [own, ...peers] : [...peers, own],
	};
}
