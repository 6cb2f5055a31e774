import type { Asks } from "../../configuration/found-check.ts";
import type { Notes } from "../../configuration/notes.ts";
import type { Settings } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** The input for one kind of check. */
export interface CheckContext {
	readonly own: Settings;
	readonly realServer: { readonly address: string; readonly port: number };
	/** The port that is asked. */
	readonly port: number;
	readonly notes: Notes;
	/** The last setting of this name: of the check, else of the real server, else of the virtual server. */
	setting(keyword: string): Statement | undefined;
	/** The user who runs programs, if a check does not name one. */
	readonly scriptUser: string | undefined;
}

/** How one kind of check is read. */
export interface CheckReader {
	readonly vocabulary: Vocabulary;
	/** keepalived's defaults. If the delay is undefined, it is the time between two checks. */
	readonly usual: {
		readonly retry: number;
		readonly delayBeforeRetry: number | undefined;
	};
	/** The keyword that says how long an answer may take. */
	readonly timeout: "connect_timeout" | "misc_timeout";
	/** A string says why it cannot be declared. */
	readonly read: (context: CheckContext) => Asks | string;
}

/** Keywords that every check has. */
export const ofEveryCheck = [
	...["connect_ip", "connect_port", "connect_timeout", "delay_loop"],
	...["retry", "nb_get_retry", "delay_before_retry", "alpha"],
];

/** The sender's address, the first delay, and what keepalived logs. Our own check decides these by itself. */
export const meaninglessInChecks = [
	...["bindto", "bind_port", "bind_if", "fwmark", "warmup"],
	"log_all_failures",
];
