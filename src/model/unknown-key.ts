import { asWritten } from "./as-written.ts";
import { foreignWords, plain } from "./foreign-words.ts";
import { didYouMean } from "./nearest.ts";

/**
 * What is said of a key that is not known at its place, where others are.
 *
 * @param elsewhere where in the declaration it belongs: see `belongsElsewhere`
 */
export function unknownKey(
	key: string,
	known: readonly string[],
	elsewhere = "",
): string {
	const foreign = saidOfForeign(key, known);
	const near = didYouMean(key, known);
	const meant =
		foreign !== undefined &&
		(foreign.belongsHere || near === "" || elsewhere !== "")
			? `; ${foreign.says}`
			: "";
	const advice =
		(foreign?.belongsHere ? meant : `${elsewhere}${meant}`) ||
		near ||
		`; known here: ${known.join(", ")}`;
	return `unknown key ${asWritten(key)}${advice}`;
}

/** Of a key that is none of ours, what to write instead; undefined where nobody knows. */
function saidOfForeign(
	key: string,
	known: readonly string[],
): { readonly says: string; readonly belongsHere: boolean } | undefined {
	const meant = foreignWords.filter(({ words }) =>
		words.split(" ").includes(plain(key)),
	);
	const here = meant.find(
		({ ours }) => ours === undefined || known.includes(ours),
	);
	if (here !== undefined) return { says: here.says, belongsHere: true };
	const [elsewhere] = known.some((one) => ofClusters.includes(one))
		? meant
		: [];
	return elsewhere && { says: elsewhere.says, belongsHere: false };
}

/** Each is known somewhere in a cluster, and only there. */
const ofClusters = ["vip", "tcp", "weight", "interface"];
