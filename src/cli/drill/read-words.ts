import type { DrillEvent } from "../../drill/drill-event.ts";
import { events } from "../../drill/events.ts";
import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import { isPath } from "../is-path.ts";

/** The words after `lvsctl drill`. */
export interface Words {
	/** `real-server stop`, or `up`. */
	readonly name: string;
	/** Undefined: `up`. */
	readonly event?: DrillEvent;
	/** The machine, as `oneMachine` takes it. Undefined: none was named. */
	readonly target?: string;
	readonly folder: string;
}

/** Reads `EVENT [TARGET] [FOLDER]`: a path alone is the folder. @throws DeclarationError for a word that means nothing. */
export function readWords(words: readonly string[]): Words {
	const [group = "", ...rest] = words;
	if (group === "up") return { name: "up", folder: only(rest) };
	const [action = "", ...others] = rest;
	const actions = events[group];
	if (actions === undefined)
		throw unknown(group, [...Object.keys(events), "up"]);
	const event = actions[action];
	if (event === undefined) throw unknown(action, Object.keys(actions), group);
	const name = `${group} ${action}`;
	const [first, ...last] = others;
	return first === undefined || (last.length === 0 && isPath(first))
		? { name, event, folder: only(others) }
		: { name, event, target: first, folder: only(last) };
}

function only([folder = ".", more]: readonly string[]): string {
	if (more === undefined) return folder;
	throw new DeclarationError("lvsctl drill", [
		{ path: more, message: "after the folder nothing more is expected" },
	]);
}

function unknown(
	word: string,
	known: readonly string[],
	of?: string,
): DeclarationError {
	return new DeclarationError("lvsctl drill", [
		{
			path: [of, word || "EVENT"].filter(Boolean).join(" "),
			message: `${word === "" ? "missing" : "no such event"}${didYouMean(word, known) || `; there are ${known.join(", ")}`}; lvsctl drill --list says what each does`,
		},
	]);
}
