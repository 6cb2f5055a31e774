import type { FailoverCheckDeclaration } from "../../../model/failover-declaration.ts";
import { type Notes, refuse, remark } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { ReadPart } from "../../read-rules.ts";
import { secondsOf } from "../numbers.ts";
import { sortOut } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import { onLineOf } from "../stray-words.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { trackedCommand } from "./tracked-command.ts";

/** A program of keepalived that decides which director can have the VIP. */
export interface FoundCheck extends ReadPart<FailoverCheckDeclaration> {
	/** Its name in keepalived's configuration. */
	readonly name: string;
}

const scriptWords: Vocabulary = {
	of: "a vrrp_script",
	read: ["script", "interval", "timeout", "fall", "rise", "weight", "user"],
	meaningless: ["init_fail"],
	refused: {},
	blocks: [],
	names: { user: 1 },
};

/** Keyword -> the option that declares it, which takes only whole numbers. Undefined: it is not declared. */
const wholeNumbers = {
	...{ interval: "everySeconds", timeout: "timeoutSeconds" },
	...{ fall: "failures", rise: undefined },
};

/** The words after the name of a program that is tracked. */
function trackedWith({ values }: Statement) {
	const at = values.indexOf("weight");
	const rest = at < 0 ? values : values.toSpliced(at, 2);
	return {
		weight: at < 0 ? undefined : values[at + 1],
		isReversed: rest.includes("reverse"),
		stray: rest.filter((word) => !/^(no)?reverse$/.test(word)),
	};
}

/**
 * Reads a `vrrp_script`. Parts that work differently here are reported.
 *
 * @param tracked the place where an instance or a group names it, possibly with a weight
 * @returns undefined if it cannot be declared, which is reported
 */
export function readTrackedScript(
	definition: Statement,
	tracked: Statement,
	scriptUser: string | undefined,
	notes: Notes,
): FoundCheck | undefined {
	const settings = sortOut(definition.block, scriptWords, notes);
	const script = settings.last("script");
	const found =
		script === undefined
			? "it names no program"
			: trackedCommand(script.values[0] ?? "");
	if (typeof found === "string") {
		refuse(notes, script ?? definition, found);
		return undefined;
	}
	const number = (keyword: keyof typeof wholeNumbers) => {
		const place = settings.last(keyword);
		const value = place && secondsOf(place);
		if (place === undefined || value === undefined) return undefined;
		if (typeof value === "string") {
			refuse(notes, place, value);
			return undefined;
		}
		const whole = Math.max(1, Math.ceil(value));
		const name = wholeNumbers[keyword];
		if (whole !== value && name !== undefined)
			remark(
				notes,
				place,
				`${name} is a whole number, and ${whole} is declared`,
			);
		return whole;
	};
	const own = trackedWith(tracked);
	if (own.isReversed) {
		refuse(
			notes,
			tracked,
			`with reverse a director has the VIP where the program fails, and here where it passes: write one that ends the other way round, and declare it as \`failover.check\``,
		);
		return undefined;
	}
	if (own.stray.length > 0)
		refuse(notes, tracked, onLineOf(tracked.keyword, own.stray));
	const weight = own.weight ?? settings.last("weight")?.values[0];
	if (Number(weight ?? 0) !== 0)
		remark(
			notes,
			settings.last("weight") ?? tracked,
			"here a director whose program fails gives the VIP away, whatever its priority, and where it fails on all of them nobody has it",
		);
	if ((number("rise") ?? 1) > 1)
		remark(
			notes,
			settings.last("rise") ?? definition,
			"here one run that passes makes a director good again",
		);
	if (found.remark !== undefined)
		remark(notes, script ?? definition, found.remark);
	const user = settings.last("user")?.values[0] ?? scriptUser;
	if (user === undefined)
		remark(
			notes,
			script ?? definition,
			"it runs as root, and by keepalived as keepalived_script where a machine has that user: `runAs`",
		);
	const every = number("interval") ?? 1;
	const timeout = number("timeout") ?? every;
	return {
		...placeOf(script ?? definition),
		name: definition.values[0] ?? "",
		value: {
			command: found.command,
			runAs: user ?? "root",
			everySeconds: every,
			...(timeout === every ? {} : { timeoutSeconds: timeout }),
			failures: number("fall") ?? 1,
		},
	};
}
