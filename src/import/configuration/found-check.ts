import type { Place } from "../script/read-script.ts";

/** A check of one real server, as far as a declaration can express it. */
export interface FoundCheck extends Place {
	readonly asks: Asks;
	readonly times: Times;
	/** The port that is asked. 0: none is named. */
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
