import { isDeepStrictEqual } from "node:util";
import type { Match, ServerRule } from "../../ipvs/rule.ts";
import { mostFrequent } from "../most-frequent.ts";
import type { ReadPart } from "../read-rules.ts";
import type { Place } from "../script/read-script.ts";
import { checkedPort } from "./checks/checked-port.ts";
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

interface Declared {
	readonly check: FoundCheck;
	/** What is asked, in the words of a declaration. */
	readonly asks: Check["value"];
}

/** The one check that a service has: that which all its real servers have, as often as most have it. What else there is is told. */
export function chooseCheck(
	match: Match,
	servers: readonly CheckedPlace[],
	notes: Notes,
): Check | undefined {
	const found = servers.map((server) => ({
		server,
		checks: server.checks.flatMap((check): Declared[] => {
			const asks = declared(check, match, server.rule);
			if (typeof asks !== "string") return [{ check, asks }];
			refuse(notes, check, asks);
			return [];
		}),
	}));
	const [first, ...others] = found;
	const chosen = first?.checks.find((one) =>
		others.every(({ checks }) => checks.some((other) => isSame(one, other))),
	);
	const all = found.flatMap(({ checks }) => checks);
	if (chosen === undefined) {
		const unlike = found.find(
			({ server, checks }) => checks.length === 0 && !server.hasOthers,
		);
		for (const { check } of all)
			refuse(
				notes,
				check,
				`a service has one check for all its real servers, and ${unlike === undefined ? "they are checked in several ways" : `that of ${lineOf(unlike.server)} has none`}; give all the same, or make services of them`,
			);
		return undefined;
	}
	const same = all.filter((one) => isSame(one, chosen));
	const usual = mostFrequent(same.map(({ check }) => timesText(check)));
	const { check } =
		same.find((one) => timesText(one.check) === usual) ?? chosen;
	for (const other of all)
		if (!same.includes(other))
			refuse(
				notes,
				other.check,
				`a service has one check, and that of ${lineOf(check)} is declared; let a program of yours ask for both: check: { command: "/usr/local/bin/check-site" }`,
			);
		else if (timesText(other.check) !== usual)
			remark(
				notes,
				other.check,
				`a service has one check, and that of ${lineOf(check)} counts here too: ${usual}, where keepalived has ${timesText(other.check)}`,
			);
	for (const text of check.remarks) remark(notes, check, text);
	const { everySeconds, timeoutSeconds, failures } = check.times;
	const { port, ...asks } = chosen.asks;
	return {
		...placeOf(check),
		value: {
			...asks,
			everySeconds,
			...(timeoutSeconds === everySeconds ? {} : { timeoutSeconds }),
			failures,
			...(port === undefined ? {} : { port }),
		},
	};
}

function isSame(one: Declared, other: Declared): boolean {
	return isDeepStrictEqual(one.asks, other.asks);
}

function timesText({ times }: FoundCheck): string {
	return Object.entries(times)
		.map(([name, value]) => `${name}: ${value}`)
		.join(", ");
}

/** What a check asks, in the words of a declaration; a string says why it cannot be declared. */
function declared(
	{ asks, port }: FoundCheck,
	match: Match,
	rule: ServerRule,
): Check["value"] | string {
	const asked = checkedPort(asks.kind, port, match, rule);
	if (typeof asked === "string") return asked;
	return { ...asks.fields, ...(asked === 0 ? {} : { port: asked }) };
}
