import { isDeepStrictEqual } from "node:util";
import { forwardings, wayOfRule } from "../../ipvs/forwarding.ts";
import type { Match, ServerRule } from "../../ipvs/rule.ts";
import type { ReadPart } from "../read-rules.ts";
import type { Place } from "../script/read-script.ts";
import type { FoundCheck } from "./checks/found-check.ts";
import { lineOf, type Notes, placeOf, refuse, remark } from "./notes.ts";

/** A real server with its checks. */
export interface CheckedPlace extends Place {
	readonly rule: ServerRule;
	/** Those that can be declared. */
	readonly checks: readonly FoundCheck[];
	/** Whether there are others, which are told already. */
	readonly hasOthers: boolean;
}

type Check = ReadPart<Readonly<Record<string, unknown>>>;

/** The one check that a service has: that which all its real servers have. What else there is is told. */
export function chooseCheck(
	match: Match,
	servers: readonly CheckedPlace[],
	notes: Notes,
): Check | undefined {
	const found = servers.map((server) => ({
		server,
		checks: server.checks.flatMap((check) => {
			const value = declared(check, match, server.rule);
			if (typeof value !== "string") return [{ check, value }];
			refuse(notes, check, value);
			return [];
		}),
	}));
	const [first, ...others] = found;
	const chosen = first?.checks.find(({ value }) =>
		others.every(({ checks }) =>
			checks.some((other) => isDeepStrictEqual(value, other.value)),
		),
	);
	const unlike = found.find(
		({ server, checks }) => checks.length === 0 && !server.hasOthers,
	);
	for (const { check, value } of found.flatMap(({ checks }) => checks)) {
		if (chosen !== undefined && isDeepStrictEqual(value, chosen.value))
			continue;
		refuse(
			notes,
			check,
			chosen !== undefined
				? `a service has one check, and that of ${lineOf(chosen.check)} is declared; let a program of yours ask for both: check: { command: "/usr/local/bin/check-site" }`
				: `a service has one check for all its real servers, and ${unlike === undefined ? "they are checked in several ways" : `that of ${lineOf(unlike.server)} has none`}; give all the same, or make services of them`,
		);
	}
	if (chosen === undefined) return undefined;
	for (const text of chosen.check.remarks) remark(notes, chosen.check, text);
	return { ...placeOf(chosen.check), value: chosen.value };
}

/** A check in the words of a declaration; a string says why it cannot be declared. */
function declared(
	{ asks, times, port }: FoundCheck,
	match: Match,
	rule: ServerRule,
): Check["value"] | string {
	const asked = portOf(asks.kind, port, match, rule);
	if (typeof asked === "string") return asked;
	const { everySeconds, timeoutSeconds, failures } = times;
	return {
		...asks.fields,
		everySeconds,
		...(timeoutSeconds === everySeconds ? {} : { timeoutSeconds }),
		failures,
		...(asked === 0 ? {} : { port: asked }),
	};
}

/** The port that a check names: 0 where it needs none. A string says why it cannot be asked. */
function portOf(
	kind: FoundCheck["asks"]["kind"],
	written: number,
	match: Match,
	rule: ServerRule,
): number | string {
	const own = match.protocol === "fwmark" ? 0 : match.port;
	// a real server without a port has that of the service
	const port = written || rule.port;
	if (kind === "command") return port === own ? 0 : port;
	const way = wayOfRule(rule);
	const needsOne =
		match.protocol !== "fwmark" &&
		(kind === "dns" || kind === "udp") !== (match.protocol === "udp");
	if (way.rewrites && rule.port !== 0) {
		if (port !== rule.port)
			// the service's own port stands for that of the real server
			return port === own
				? `by ${forwardings.nat.words} a check that names the service's port, ${own}, reaches ${rule.port}, and cannot ask ${port}; let a program of yours ask it: check: { command: "/usr/local/bin/check-site" }`
				: port;
		return needsOne ? port : 0;
	}
	return port === own && !needsOne ? 0 : port;
}
