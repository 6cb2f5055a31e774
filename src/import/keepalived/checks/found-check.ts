import type { Place } from "../../script/read-script.ts";
import type { Notes } from "../notes.ts";
import type { Settings } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** A check of one real server, as far as a declaration can express it. */
export interface FoundCheck extends Place {
	readonly asks: Asks;
	readonly times: Times;
	/** The port that keepalived asks. 0: none is named. */
	readonly port: number;
	/** Differences of the declared check, reported once for a service. */
	readonly remarks: readonly string[];
}

export interface Times {
	readonly everySeconds: number;
	readonly timeoutSeconds: number;
	readonly failures: number;
	/** Undefined: what a declaration has without it, or there is no second try. */
	readonly retrySeconds?: number;
}

/** The question, in the words of a declaration. */
export interface Asks {
	readonly kind: "tcp" | "http" | "https" | "dns" | "udp" | "command";
	readonly fields: Readonly<Record<string, unknown>>;
	readonly remarks: readonly string[];
}

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
