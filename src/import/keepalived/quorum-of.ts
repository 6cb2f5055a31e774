import type { QuorumDeclaration } from "../../model/service-declaration.ts";

/**
 * The number of real servers that keepalived's quorum, which counts weights, stands for. The sorry server serves below quorum - hysteresis, and hands back from
 * quorum + hysteresis on. A string says why no number of real servers means the same.
 */
export function quorumOf(
	quorum: number,
	hysteresis: number,
	weights: readonly number[],
): number | QuorumDeclaration | string {
	const all = sum(weights);
	// as keepalived corrects them
	const wanted = Math.min(quorum, all);
	const slack = Math.min(hysteresis, wanted - 1);
	const below = countFor(wanted - slack, weights);
	const backFrom = countFor(wanted + slack, weights);
	if (wanted + slack > all)
		return `with hysteresis ${slack} the real servers would never come back, as their weights are ${all} together`;
	if (below === undefined || backFrom === undefined)
		return `it counts weights, ${[...weights].join(", ")}, and \`quorum\` counts real servers: write how many must pass`;
	return below === backFrom ? below : { below, backFrom };
}

/** The number of real servers that always reaches this weight, while one fewer never does. Undefined: there is no such number. */
function countFor(
	weight: number,
	weights: readonly number[],
): number | undefined {
	const lightest = [...weights].sort((one, other) => one - other);
	const count = lightest.findIndex(
		(_, index) => sum(lightest.slice(0, index + 1)) >= weight,
	);
	return count >= 0 && sum(lightest.slice(lightest.length - count)) < weight
		? count + 1
		: undefined;
}

function sum(numbers: readonly number[]): number {
	return numbers.reduce((all, one) => all + one, 0);
}
