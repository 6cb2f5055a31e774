import { type Lost, lostKinds, type Request } from "./load.ts";

/** Lost requests, by kind. */
export interface LostCount {
	readonly all: number;
	readonly byKind: Readonly<Record<Lost, number>>;
	/** `3 refused, 1 timed out`; empty: none. */
	readonly words: string;
}

/** Counts the lost ones among requests. */
export function countLost(requests: readonly Request[]): LostCount {
	const byKind = Object.fromEntries(
		lostKinds.map((kind) => [
			kind,
			requests.filter(({ answer }) => answer?.lost === kind).length,
		]),
	) as Record<Lost, number>;
	return {
		all: Object.values(byKind).reduce((sum, count) => sum + count, 0),
		byKind,
		words: lostKinds
			.filter((kind) => byKind[kind] > 0)
			.map((kind) => `${byKind[kind]} ${kind}`)
			.join(", "),
	};
}
