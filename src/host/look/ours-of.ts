import { type Desired, nothing } from "../../model/desired.ts";
import { componentOf } from "../../model/owner.ts";
import { parseFileNote } from "../kinds/file-note.ts";
import { madeFor } from "../kinds/made-text.ts";
import type { Neighbours } from "../neighbours.ts";
import type { Ours } from "../ours.ts";
import type { HostRecord } from "../record.ts";
import { neighbours } from "./facts/neighbours.ts";

/** What is ours on a host. If its record was lost, what is declared still counts as ours. */
export function oursOf(
	desired: Desired,
	record: Pick<HostRecord, "files" | "establishes"> | undefined,
	others: Pick<Neighbours, "fileOwners" | "establishes">,
): Ours {
	return {
		files: new Set([
			...Object.entries(desired.files).flatMap(([path, { block }]) =>
				block === undefined ? [path] : [],
			),
			...Object.entries(record?.files ?? {}).flatMap(([path, found]) =>
				parseFileNote(found).block !== undefined ? [] : [path],
			),
			// what a HostSetup writes belongs to the operator
			...Object.entries(others.fileOwners).flatMap(([path, owner]) =>
				componentOf(owner, "setup") === undefined ? [path] : [],
			),
		]),
		made: new Set([
			...madeFor(desired),
			...(record?.establishes ?? []),
			...others.establishes,
		]),
	};
}

/** Prints the records of a host for a caller that is not one of its roles. */
export const recordsProbe = neighbours.probe?.(nothing, "debian", "") ?? "";

/** What is ours by those records alone. */
export function oursByRecords(lines: readonly string[]): Ours {
	const look = {
		lines,
		texts: new Map(),
		family: "debian",
		owner: "",
	} as const;
	return oursOf(nothing, undefined, neighbours.parse(look, nothing));
}
