import { isDeepStrictEqual } from "node:util";
import type { Match, ServerRule } from "../../ipvs/rule.ts";
import { mostFrequent } from "../most-frequent.ts";
import { placeOf } from "../place-of.ts";
import type { ReadPart } from "../read-rules.ts";
import type { Place } from "../script/read-script.ts";
import { checkedPort } from "./checked-port.ts";
import type { FoundCheck } from "./found-check.ts";
import { lineOf, type Notes, refuse, remark } from "./notes.ts";

/** A real server with its checks. */
export interface CheckedPlace extends Place {
	readonly rule: ServerRule;
	/** The checks that can be declared. */
	readonly checks: readonly FoundCheck[];
	/** Whether there are others, which are reported already. */
	readonly hasOthers: boolean;
}

type Check = ReadPart<Readonly<Record<string, unknown>>>;

/** How the real servers of a service are checked. */
export interface Chosen {
	/** The check that most of them have. Undefined: there is none, or it cannot be declared. */
	readonly usual: Check | undefined;
	/** Those with another check. */
	readonly own: ReadonlyMap<CheckedPlace, Check>;
}

interface Declared {
	readonly server: CheckedPlace;
	readonly check: FoundCheck;
	/** What is asked, in the words of a declaration. */
	readonly asks: Check["value"];
}

/**
 * The one check that each real server of a service gets. If all have a check in common, it is that one, with the times that most of them have. If they are
 * checked in several ways, each keeps its own. Everything that is left out is reported.
 */
export function chooseCheck(
	match: Match,
	servers: readonly CheckedPlace[],
	notes: Notes,
): Chosen {
	const found = servers.map((server) => ({
		server,
		checks: withoutImplied(
			server.checks.flatMap((check): Declared[] => {
				const asks = declared(check, match, server.rule);
				if (typeof asks !== "string") return [{ server, check, asks }];
				refuse(notes, check, asks);
				return [];
			}),
			notes,
		),
	}));
	const all = found.flatMap(({ checks }) => checks);
	const unlike = found.find(({ checks }) => checks.length === 0);
	if (unlike !== undefined) {
		for (const { check } of all)
			refuse(
				notes,
				check,
				`a service has a check for each of its real servers, and that of ${lineOf(unlike.server)} has none${unlike.server.hasOthers ? " that can be declared" : ""}; give it one, or make services of them`,
			);
		return { usual: undefined, own: new Map() };
	}
	const common = found[0]?.checks.find((one) =>
		found.every(({ checks }) => checks.some((other) => isSame(one, other))),
	);
	const ofEach = found.flatMap(
		({ checks }) =>
			checks.find((one) => common === undefined || isSame(one, common)) ?? [],
	);
	const [first] = ofEach;
	if (first === undefined) return { usual: undefined, own: new Map() };
	const groups = groupsOf(ofEach);
	const most = groups.reduce((one, other) =>
		other.length > one.length ? other : one,
	);
	for (const { server, check } of all)
		if (!ofEach.some((one) => one.check === check))
			refuse(
				notes,
				check,
				`a real server has one check, and that of ${lineOf(ofEach.find((one) => one.server === server)?.check ?? first.check)} is declared; let a program of yours ask for both: check: { command: "/usr/local/bin/check-site" }`,
			);
	const own = new Map<CheckedPlace, Check>();
	for (const group of groups)
		if (group !== most) {
			const check = checkOf(group, notes);
			for (const { server } of group) own.set(server, check);
		}
	return { usual: checkOf(most, notes), own };
}

/** A plain `TCP_CHECK` is not needed beside a page of the same port, which needs the connection too. */
function withoutImplied(all: readonly Declared[], notes: Notes): Declared[] {
	const isPage = ({ check }: Declared) => /^https?$/.test(check.asks.kind);
	return all.filter((one) => {
		const page =
			one.asks.tcp === true
				? all.find(
						(other) => isPage(other) && other.check.port === one.check.port,
					)
				: undefined;
		if (page !== undefined)
			remark(
				notes,
				one.check,
				`not needed: the page of ${lineOf(page.check)} is asked at the same port, and a real server that takes no connection serves none`,
			);
		return page === undefined;
	});
}

/** Checks that ask the same, in the order of their first. */
function groupsOf(all: readonly Declared[]): (readonly Declared[])[] {
	const groups: Declared[][] = [];
	for (const one of all) {
		const group = groups.find(([first]) => first && isSame(first, one));
		if (group === undefined) groups.push([one]);
		else group.push(one);
	}
	return groups;
}

/** Of the checks that ask the same, the one with the times that most of them have. */
function checkOf(same: readonly Declared[], notes: Notes): Check {
	const usual = mostFrequent(same.map(({ check }) => timesText(check)));
	const chosen = same.find((one) => timesText(one.check) === usual) ?? same[0];
	if (chosen === undefined) throw new Error("nobody is checked so");
	const { check } = chosen;
	for (const other of same)
		if (timesText(other.check) !== usual)
			remark(
				notes,
				other.check,
				`a service has one check, and that of ${lineOf(check)} counts here too: ${usual}, where this line has ${timesText(other.check)}`,
			);
	for (const text of check.remarks) remark(notes, check, text);
	const { everySeconds, timeoutSeconds, failures, retrySeconds } = check.times;
	const { port, ...asks } = chosen.asks;
	return {
		...placeOf(check),
		value: {
			...asks,
			everySeconds,
			...(timeoutSeconds === everySeconds ? {} : { timeoutSeconds }),
			failures,
			...(retrySeconds === undefined ? {} : { retrySeconds }),
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
