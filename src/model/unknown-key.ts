import { asWritten } from "./as-written.ts";
import { foreignWords, plain } from "./foreign-words.ts";
import { didYouMean } from "./nearest.ts";

/**
 * The message for a key that is not known at its place.
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

/** What to write instead of a key that is none of ours. Undefined: we do not know. */
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

/** Each of these keys is known only in one place of a cluster. */
const ofClusters = ["vip", "tcp", "weight", "interface"];
