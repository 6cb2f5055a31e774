import { wayOfRule } from "../../ipvs/forwarding.ts";
import { type Match, usualPort } from "../../ipvs/rule.ts";
import { placeOf } from "../place-of.ts";
import type {
	ReadHealth,
	ReadPart,
	ReadService,
	ReadSorry,
} from "../read-rules.ts";
import type { Place } from "../script/read-script.ts";
import type { Forwarded } from "./forwarded.ts";
import { type Notes, refuse, remark } from "./notes.ts";
import { portRemark } from "./port-remark.ts";

/** The service that a sorry server belongs to. */
export interface SorryFor {
	readonly match: Match;
	readonly check: ReadService["check"];
	readonly rules: ReadService["servers"];
}

/**
 * The server that serves while no real server passes. Undefined: it cannot be declared, and the notes say so.
 *
 * @param sorry its port is 0 where none is written
 * @param by see `portRemark`
 */
export function sorryAt(
	sorry: Place & {
		readonly address: string;
		readonly port: number;
		readonly forwarded: Forwarded;
	},
	{ match, check, rules }: SorryFor,
	by: Parameters<typeof portRemark>[2],
	notes: Notes,
): ReadPart<ReadSorry> | undefined {
	const give = (reason: string) => {
		refuse(notes, sorry, reason);
		return undefined;
	};
	const { address, port, forwarded } = sorry;
	if (address.startsWith("127.")) {
		const why = whyNoPage(match, check);
		if (why !== undefined) return give(why);
		remark(
			notes,
			sorry,
			"the director itself says sorry: what its page says is not in this file; fill in `sorry.page`, in HTML",
		);
		return { ...placeOf(sorry), value: { address: undefined } };
	}
	const [rule = { port: 0, method: forwarded.method }] = rules.map(
		(server) => server.rule,
	);
	if (forwarded.method !== rule.method)
		return give(
			`it is forwarded to by ${wayOfRule(forwarded).words}, and the real servers by ${wayOfRule(rule).words}: a service has one forwarding`,
		);
	const usual = usualPort(match);
	if (wayOfRule(forwarded).rewrites && (port || usual) !== rule.port)
		return give(
			`its port is ${port || usual}, and that of the real servers is ${rule.port}: a service has one port on all of them`,
		);
	portRemark(sorry, match, by, notes);
	remark(
		notes,
		sorry,
		"here the sorry server must pass the check of the service too, before it gets clients",
	);
	return { ...placeOf(sorry), value: { address } };
}

/** Why the director itself cannot say sorry, with what to write instead. Undefined: it can. */
function whyNoPage(
	match: Match,
	check: ReadHealth["check"],
): string | undefined {
	if (match.protocol !== "tcp" || match.port === 0)
		return "the director itself serves a page on one TCP port, and this service has others; name a real server that serves it";
	return check !== undefined && "http" in check.value
		? undefined
		: 'its page is not in the file: write sorry: { page: "<h1>…</h1>" }, and a check by http, which it needs, like check: { http: "/" }';
}
