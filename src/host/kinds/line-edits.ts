import { markers } from "../block.ts";
import type { LineEdit } from "../step.ts";

/** A shorter text is written whole, which is as fast. */
const large = 32 * 1024;
const few = 20;

/** The few lines that turn one large text into another, so that the rest need not be sent. Undefined where that is not possible. */
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

/** A script for sed that makes these edits, only within the block if one is given. */
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
