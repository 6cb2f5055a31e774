import type { Asks } from "../../configuration/found-check.ts";
import { refuse } from "../../configuration/notes.ts";
import { noExpression, plainText } from "../../configuration/plain-text.ts";
import { usedStatuses } from "../../configuration/used-statuses.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";
import { answerOf, requestOf } from "./request-of.ts";

/** `service=http` and `service=https` */
export function pageAsker(
	kind: "http" | "https",
	{ own, place, notes }: AskerContext,
): Asker {
	const hostName = own.last("virtualhost")?.value;
	const isHead = own.last("httpmethod")?.value === "HEAD";
	const remarks = [
		"every status from 200 to 299 is good, as by ldirectord, which follows a redirect too: where the page redirects, name the one that it leads to",
		...(isHead
			? ["the page is asked for by GET, and by ldirectord by HEAD"]
			: []),
		...(kind === "https" && hostName !== undefined
			? [
					"`hostName` is sent in TLS too (SNI), and by ldirectord only in the request",
				]
			: []),
	];
	return {
		timeout: "negotiatetimeout",
		ask(real, port): Asks | string {
			const request = requestOf(real, own);
			const [, other, path = request] =
				(real.asks && new RegExp(`^/${kind}://([^/]*)(.*)`).exec(request)) ??
				[];
			if (
				other !== undefined &&
				other !== real.address &&
				other !== `${real.address}:${port}`
			)
				return `it asks another place, ${other}, and a check goes to the real server itself; ${byProgram}`;
			const answer = answerOf(real, own);
			const text = textIn(answer?.text ?? "");
			if (text === undefined && answer !== undefined)
				refuse(notes, answer.place ?? place, noExpression);
			return {
				kind,
				fields: {
					[kind]: path || "/",
					...(hostName === undefined || hostName === "" ? {} : { hostName }),
					status: usedStatuses(200, 299),
					...(text === undefined || text === "" ? {} : { text }),
				},
				remarks,
			};
		},
	};
}

/** The text that must stand in the page; empty: any page is good. Undefined: it cannot be declared. */
function textIn(expression: string): string | undefined {
	return /^(\^?\.\*\$?)?$/.test(expression) ? "" : plainText(expression);
}
