import { markers } from "../block.ts";
import type { LineEdit } from "../step.ts";

/** A shorter text is as soon written whole. */
const large = 32 * 1024;
const few = 20;

/** How a large text comes of another by a few other lines, so that the rest need not be sent; else undefined. */
export function lineEdits(from: string, to: string): LineEdit[] | undefined {
	if (to.length < large) return undefined;
	const old = from.split("\n");
	const next = to.split("\n");
	if (old.length !== next.length) return undefined;
	const edits = old.flatMap((line, index): LineEdit[] =>
		line === next[index] ? [] : [[line, next[index] ?? ""]],
	);
	if (edits.length > few) return undefined;
	const times = new Map<string, number>();
	for (const line of old) times.set(line, (times.get(line) ?? 0) + 1);
	return edits.every(([line]) => times.get(line) === 1) ? edits : undefined;
}

/** A script for sed that does it, in the block alone where one is given. */
export function sedScript(
	edits: readonly LineEdit[],
	block: string | undefined,
): string {
	const lines = edits.map(
		([from, to]) =>
			`s/^${from.replaceAll(/[\\/.*^$[\]]/g, "\\$&")}$/${to.replaceAll(/[\\/&]/g, "\\$&")}/`,
	);
	if (block === undefined) return lines.join("\n");
	const [begin, end] = markers(block);
	return [`/^${begin}$/,/^${end}$/{`, ...lines, "}"].join("\n");
}
