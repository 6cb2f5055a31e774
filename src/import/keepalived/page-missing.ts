import type { Match } from "../../ipvs/rule.ts";
import type { ReadHealth } from "../read-rules.ts";

/** What is said of a sorry server that is the director itself, and what to write instead. */
export function pageMissing(match: Match, check: ReadHealth["check"]): string {
	if (match.protocol !== "tcp" || match.port === 0)
		return "the director itself serves a page on one TCP port, and this service has others; name a real server that serves it";
	const asksByHttp = check !== undefined && "http" in check.value;
	return `its page is not in the file: write sorry: { page: "<h1>…</h1>" }${asksByHttp ? "" : ', and a check by http, which it needs, like check: { http: "/" }'}`;
}
