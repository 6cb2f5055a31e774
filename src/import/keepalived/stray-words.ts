import { whyNoAddress } from "../configuration/addresses-of.ts";
import { onLineOfAnother } from "../configuration/on-line-of-another.ts";
import type { Statement } from "./statement.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Why a part of a statement has no effect: keepalived reads one keyword of a line, and drops words that it does not need. Undefined: all of it is read. */
export function strayWords(
	{ keyword, values, block }: Statement,
	{ read, refused, blocks, names = {} }: Vocabulary,
): string | undefined {
	const stray = values
		.slice(names[keyword] ?? 0)
		.filter((word) => read.includes(word) || Object.hasOwn(refused, word));
	if (stray.length > 0) return onLineOf(keyword, stray);
	return block === undefined || blocks.includes(keyword)
		? undefined
		: `a block stands behind "${keyword}", where keepalived does not read it; put it behind the keyword that it belongs to`;
}

/** As `strayWords`, for the line that names a server and opens its block: words that belong into that block. */
export function strayInHead(
	{ keyword, values }: Statement,
	inBlock: Vocabulary,
): string | undefined {
	const stray = values.slice(2).filter((word) => inBlock.read.includes(word));
	return stray.length === 0 ? undefined : onLineOf(keyword, stray);
}

/** Why further addresses on the line of an address have no effect. Undefined if there are none. */
export function strayAddresses({
	keyword,
	values,
}: Pick<Statement, "keyword" | "values">): string | undefined {
	const stray = values.filter(
		(word) => whyNoAddress(word.replace(/\/.*/, "")) === undefined,
	);
	return stray.length === 0 ? undefined : onLineOf(keyword, stray);
}

/** The message about words on the line of another keyword of keepalived. */
export function onLineOf(keyword: string, words: readonly string[]): string {
	return onLineOfAnother("keepalived", keyword, words);
}
