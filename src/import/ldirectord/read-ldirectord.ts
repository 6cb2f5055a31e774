import { serviceKey } from "../../ipvs/rule.ts";
import {
	leaveOut,
	leftOutRemark,
	type Notes,
	newNotes,
	remark,
} from "../configuration/notes.ts";
import { withoutTwice } from "../configuration/without-twice.ts";
import type { ReadService } from "../read-rules.ts";
import type { Unread } from "../script/read-script.ts";
import { globalWords } from "./global-words.ts";
import { readLines } from "./read-lines.ts";
import { readVirtual } from "./read-virtual.ts";
import { sortDirectives } from "./sort-directives.ts";

/** The parts of a ldirectord.cf that matter for a declaration. */
export interface ReadLdirectord extends Pick<Notes, "unread" | "remarks"> {
	readonly services: readonly ReadService[];
	/** Lines that mean nothing for a declaration, in one remark. Empty: there are none. */
	readonly leftOut: readonly Unread[];
}

/** Reads a ldirectord.cf. Parts that cannot be declared are in `unread`. */
export function readLdirectord(text: string): ReadLdirectord {
	const notes = newNotes();
	const { top, virtuals } = readLines(text);
	const globals = sortDirectives(top, globalWords, notes);
	const services = withoutTwice(
		virtuals.flatMap((virtual) => readVirtual(virtual, globals, notes) ?? []),
		({ rule }) => serviceKey(rule.match),
		"service",
		notes,
	);
	const [first] = services;
	if (first !== undefined)
		remark(
			notes,
			first,
			"ldirectord gives the VIP to nobody: Heartbeat, Pacemaker or a script does; here the declared director has it, so end that there, and declare a second director where two share it",
		);
	const maintenance = globals.last("maintenancedir");
	if (maintenance !== undefined)
		remark(
			notes,
			maintenance,
			"no files take a real server out; `lvsctl drain` does",
		);
	for (const unused of globals.unused())
		leaveOut(notes, unused.keyword, unused);
	return {
		services,
		unread: notes.unread,
		remarks: notes.remarks,
		leftOut: leftOutRemark(notes),
	};
}
