import type { Desired } from "../../model/desired.ts";
import type { MadeKindName } from "../record.ts";
import { kinds, madeKinds } from "./every-kind.ts";

/** A thing that we made on a host, of a kind that nobody but us makes. */
export interface MadeThing {
	readonly of: MadeKindName;
	readonly name: string;
}

/** The things that are made for a declaration, in the words of the record. */
export function madeFor(desired: Desired): string[] {
	return madeKinds.flatMap(([of, { made }]) =>
		made.names(desired).map((name) => formatMade({ of, name })),
	);
}

/** One entry of a record: `device tunl0`. */
export function formatMade({ of, name }: MadeThing): string {
	return `${kinds[of].made.word} ${name}`;
}

/**
 * Reads one entry of a record.
 *
 * @throws Error for an unknown word: a later version wrote it, and only that version knows how to undo it.
 */
export function parseMade(text: string): MadeThing {
	const at = text.indexOf(" ");
	const word = text.slice(0, at);
	for (const [of, { made }] of madeKinds)
		if (made.word === word) return { of, name: text.slice(at + 1) };
	throw new Error(
		`the record on the host has "${text}", which this version cannot undo: a later version of pulumi-lvs made it; use that one`,
	);
}
