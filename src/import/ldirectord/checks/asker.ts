import type { Match } from "../../../ipvs/rule.ts";
import type { Asks } from "../../configuration/found-check.ts";
import type { Notes } from "../../configuration/notes.ts";
import type { Place } from "../../script/read-script.ts";
import type { FoundReal } from "../read-real.ts";
import type { Directives } from "../sort-directives.ts";

/** How the real servers of one virtual service are asked. */
export interface Asker {
	/** The directive that says how long an answer may take. */
	readonly timeout: "checktimeout" | "negotiatetimeout";
	/** The question to one of them. A string says why it cannot be declared. */
	ask(real: FoundReal, port: number): Asks | string;
}

/** The input for an asker. What it leaves out is reported once, when it is made. */
export interface AskerContext {
	/** The service that is asked, as ldirectord calls it. */
	readonly service: string;
	readonly match: Match;
	readonly own: Directives;
	/** Where the check stands. */
	readonly place: Place;
	readonly notes: Notes;
}

/** How more is asked than a declaration can. */
export const byProgram =
	'let a program of yours ask: check: { command: "/usr/local/bin/check-site" }';
