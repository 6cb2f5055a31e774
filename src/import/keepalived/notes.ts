import type { Place, Unread } from "../script/read-script.ts";

/** What is told of a configuration beside what it declares. */
export interface Notes {
	/** What cannot be said. */
	readonly unread: Unread[];
	/** What is declared, and works otherwise here than there. */
	readonly remarks: Unread[];
	/** What means nothing for a declaration: keyword -> where it stands. */
	readonly leftOut: Map<string, Place[]>;
}

export function newNotes(): Notes {
	return { unread: [], remarks: [], leftOut: new Map() };
}

/** Tells of something that it cannot be said. */
export function refuse(notes: Notes, place: Place, reason: string): void {
	notes.unread.push({ ...placeOf(place), reason });
}

export function remark(notes: Notes, place: Place, reason: string): void {
	notes.remarks.push({ ...placeOf(place), reason });
}

export function leaveOut(notes: Notes, keyword: string, place: Place): void {
	notes.leftOut.set(keyword, [...(notes.leftOut.get(keyword) ?? []), place]);
}

/** The place of anything that has one, and nothing else of it. */
export function placeOf({ file, line, text }: Place): Place {
	return { ...(file === undefined ? {} : { file }), line, text };
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
