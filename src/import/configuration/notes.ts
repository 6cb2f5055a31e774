import { placeOf } from "../place-of.ts";
import type { Place, Unread } from "../script/read-script.ts";

/** The remarks on a configuration, besides its declarations. */
export interface Notes {
	/** Parts that cannot be declared. */
	readonly unread: Unread[];
	/** Parts that are declared and work differently here. */
	readonly remarks: Unread[];
	/** Parts without a meaning for a declaration: keyword -> its places. */
	readonly leftOut: Map<string, Place[]>;
}

export function newNotes(): Notes {
	return { unread: [], remarks: [], leftOut: new Map() };
}

/** Notes that something cannot be declared. */
export function refuse(notes: Notes, place: Place, reason: string): void {
	notes.unread.push({ ...placeOf(place), reason });
}

export function remark(notes: Notes, place: Place, reason: string): void {
	notes.remarks.push({ ...placeOf(place), reason });
}

export function leaveOut(notes: Notes, keyword: string, place: Place): void {
	notes.leftOut.set(keyword, [...(notes.leftOut.get(keyword) ?? []), place]);
}

/** A place in the middle of a sentence. */
export function lineOf({ file, line }: Place): string {
	return file === undefined ? `line ${line}` : `line ${line} of ${file}`;
}

/** All that is left out, in one line. */
export function leftOutRemark({ leftOut }: Notes): Unread[] {
	const [first] = [...leftOut.values()].flat();
	if (first === undefined) return [];
	const text = [...leftOut]
		.map(
			([keyword, places]) =>
				`${keyword} (${[...new Set(places.map(where))].join(", ")})`,
		)
		.join(", ");
	return [
		{
			...placeOf(first),
			text,
			reason: "left out: means nothing for a declaration",
		},
	];
}

function where({ file, line }: Place): string {
	return file === undefined ? `${line}` : `${file}:${line}`;
}
