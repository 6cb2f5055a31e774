import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import { matchOf, type Rule, serviceKey } from "../ipvs/rule.ts";
import { leftOutCommands } from "./left-out-commands.ts";
import type { LiveTimeouts } from "./live-settings.ts";
import { otherCommand } from "./other-command.ts";
import { placeOf } from "./place-of.ts";
import { type Arguments, readArguments } from "./read-arguments.ts";
import { ruleOf } from "./rule-of.ts";
import {
	type Call,
	noRule,
	type Place,
	readScript,
	type Unread,
} from "./script/read-script.ts";
import { timeoutsSet } from "./timeouts-set.ts";

/** A line that adds a rule, or would if it could be declared. */
export type RuleLine = Place &
	(
		| { readonly rule: Rule; readonly remark?: string }
		| {
				readonly reason: string;
				/** The key of the service that it would have added. */
				readonly service: string | undefined;
		  }
	);

export interface RuleLines {
	readonly lines: readonly RuleLine[];
	/** Lines that call no ipvsadm. */
	readonly unread: readonly Unread[];
	readonly remarks: readonly Unread[];
	/** Undefined: none are set. */
	readonly timeouts: LiveTimeouts | undefined;
}

/** Reads what people write: a rule file, or a script that calls ipvsadm. */
export function ruleLines(text: string): RuleLines {
	const { calls, unread, others } = readScript(text);
	let timeouts: LiveTimeouts | undefined;
	const here = calls[0]?.where ?? "";
	let hasRules = false;
	const lines = calls.flatMap((call): RuleLine[] => {
		const place = { line: call.line, text: call.text };
		const read = readCall(call, here, hasRules);
		if (read === undefined) return [];
		if (typeof read === "string")
			return [{ ...place, reason: read, service: serviceAdded(call) }];
		if ("sets" in read) {
			const set = timeoutsSet(call, timeouts);
			if (typeof set === "string")
				return [{ ...place, reason: set, service: undefined }];
			timeouts = set;
			return [];
		}
		hasRules ||= read.rule.kind === "service";
		return [{ ...place, ...read }];
	});
	if (lines.length > 0)
		return { lines, unread, remarks: leftOutCommands(others), timeouts };
	const nothing = others.map((other) => ({
		...placeOf(other),
		reason: noRule,
	}));
	return {
		...{ lines, remarks: [], timeouts },
		unread: [...unread, ...nothing].sort((one, two) => one.line - two.line),
	};
}

/** The rule that a call adds, or that it sets timeouts. A string says why it does neither. Undefined: it changes nothing. */
function readCall(
	call: Call,
	here: string,
	hasRules: boolean,
):
	| { readonly rule: Rule; readonly remark?: string }
	| { readonly sets: "timeouts" }
	| string
	| undefined {
	const given = readArguments(call.words);
	if (typeof given === "string") return given;
	const adds = given.has("add-service") || given.has("add-server");
	if (!adds && !given.has("set")) return otherCommand(given, call, hasRules);
	if (call.where !== here)
		return `it runs ${call.where === "" ? "here" : `by ${call.where}`}, and the rules above ${here === "" ? "here" : `by ${here}`}: each place has a table of its own; import them one by one`;
	if (!adds) return { sets: "timeouts" };
	const rule = ruleOf(given);
	if (typeof rule === "string") return rule;
	return given.get("persistent") === ""
		? {
				rule,
				remark: `-p names no seconds; ${ipvsadmDefaults.persistentSeconds} are declared, which is what ipvsadm then sets`,
			}
		: { rule };
}

/** Of words that cannot be read those that add a service and name it. */
function serviceIn(words: readonly string[]): string[] {
	const named = /^(-A?[tuf]|--(tcp|udp|fwmark)-service)(.*)$/;
	const at = words.findIndex((word) => named.test(word));
	const [, option = "", , joined] = named.exec(words[at] ?? "") ?? [];
	const adds = words.some((word) => /^(-A[tuf]?|--add-service)/.test(word));
	return at < 0
		? []
		: [
				...(adds ? ["-A"] : []),
				`${option.replace("-A", "-")}${joined}`,
				...(joined === "" ? words.slice(at + 1, at + 2) : []),
			];
}

/** The service that a refused call adds, so that its real servers can say so. */
function serviceAdded({ words }: Call): string | undefined {
	const read = readArguments(words);
	const given =
		typeof read === "string" ? readArguments(serviceIn(words)) : read;
	if (typeof given === "string" || !given.has("add-service")) return undefined;
	const keep = [
		"add-service",
		...["tcp", "udp", "sctp", "fwmark"].map((name) => `${name}-service`),
	];
	const bare: Arguments = new Map(
		[...given].filter(([name]) => keep.includes(name)),
	);
	const rule = ruleOf(bare);
	return typeof rule === "string" ? undefined : serviceKey(matchOf(rule));
}
