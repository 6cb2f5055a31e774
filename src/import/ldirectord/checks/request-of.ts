import type { Place } from "../../script/read-script.ts";
import type { FoundReal } from "../read-real.ts";
import type { Directives } from "../sort-directives.ts";

/** What a real server is asked for, with a slash before it, as ldirectord writes one there. */
export function requestOf(real: FoundReal, own: Directives): string {
	const written = real.asks?.request ?? own.last("request")?.value ?? "/";
	return written.startsWith("/") ? written : `/${written}`;
}

/** The regular expression that its answer must match, and where it stands. Undefined: any answer is good. */
export function answerOf(
	real: FoundReal,
	own: Directives,
): { readonly text: string; readonly place: Place } | undefined {
	const place = real.asks === undefined ? own.last("receive") : real;
	const text = real.asks?.receive ?? own.last("receive")?.value ?? "";
	return place === undefined || text === "" ? undefined : { text, place };
}
