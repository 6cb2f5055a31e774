import type { Passage } from "../model/passage.ts";
import type { ProtocolPorts } from "./service-ports.ts";

/** A passage, in words that begin a sentence: `packets of clients to 172.18.0.70`. */
export type Worded = readonly [string, Passage];

/** Passages by their words with the ports after them. Passages that differ only in their ports become one. */
export function passesOf(
	all: readonly Worded[],
): Readonly<Record<string, Passage>> {
	const joined = new Map<string, { words: string; passage: Passage }>();
	for (const [words, passage] of all) {
		const { fromPorts: _, toPorts: __, ...others } = passage;
		const any = ["fromPorts", "toPorts"].filter(
			(side) => passage[side as "fromPorts"] === undefined,
		);
		const key = JSON.stringify([words, others, any]);
		const before = joined.get(key)?.passage;
		joined.set(key, {
			words,
			passage: {
				...passage,
				...union("fromPorts", before, passage),
				...union("toPorts", before, passage),
			},
		});
	}
	return Object.fromEntries(
		[...joined.values()].map(({ words, passage }) => {
			const { protocol, fromPorts, toPorts = fromPorts } = passage;
			const ports = toPorts === undefined ? "" : ` ${toPorts.join(", ")}`;
			return [`${words}, ${protocol}${ports}`, passage];
		}),
	);
}

function union(
	side: "fromPorts" | "toPorts",
	before: Passage | undefined,
	passage: Passage,
): Partial<Passage> {
	const ports = [...(before?.[side] ?? []), ...(passage[side] ?? [])];
	return ports.length === 0
		? {}
		: { [side]: [...new Set(ports)].sort((a, b) => a - b) };
}

/** Ports as a passage has them: undefined for all ports. */
export function some<Side extends "fromPorts" | "toPorts">(
	side: Side,
	[, ports]: ProtocolPorts,
): Partial<Record<Side, readonly number[]>> {
	return ports === "all"
		? {}
		: ({ [side]: ports } as Record<Side, readonly number[]>);
}
