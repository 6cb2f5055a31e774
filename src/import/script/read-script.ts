import { calledIpvsadm } from "./called-ipvsadm.ts";
import { type Command, commandsOf } from "./commands-of.ts";
import { logicalLines } from "./logical-lines.ts";
import { ordinaryCommand } from "./ordinary-command.ts";
import {
	aboutBlock,
	close,
	doubt,
	newShell,
	openedBy,
	type ShellState,
} from "./shell-state.ts";
import { plainText, type Word } from "./tokens.ts";
import { assign, assignmentIn, expand } from "./variables.ts";

/** The place of something that was read. */
export interface Place {
	/** The file, as it is shown. Undefined: the one that the user named. */
	readonly file?: string;
	/** Counted from 1. */
	readonly line: number;
	readonly text: string;
}

/** A call of ipvsadm in a script. */
export interface Call extends Place {
	/** The words after the program's name. */
	readonly words: readonly string[];
	/** Where it runs, if not here: `ip netns exec lb`. */
	readonly where: string;
	/** The file that its standard input is, if it is one. */
	readonly input: string | undefined;
	/** Whether its standard input is the lines that follow. */
	readonly hasHereDocument: boolean;
}

/** A line, or a part of a line, that was not read. */
export interface Unread extends Place {
	readonly reason: string;
}

/** A call of another program that is known to add no rule. */
export interface OtherCommand extends Place {
	readonly command: string;
}

/**
 * Reads what `ipvsadm -Sn` prints, or a script of a shell: its comments, continued lines, quotes, variables and here-documents. It runs
 * nothing. Every line is in the answer, or is empty, a comment, or sets a variable.
 */
export function readScript(text: string): {
	readonly calls: readonly Call[];
	readonly unread: readonly Unread[];
	/** Other programs that are known to add no rule. */
	readonly others: readonly OtherCommand[];
} {
	const calls: Call[] = [];
	const others: OtherCommand[] = [];
	const unread: Unread[] = [];
	const shell = newShell();
	for (const { line, text: whole } of logicalLines(text)) {
		const place = { line, text: whole.trim() };
		if (place.text === "" || place.text.startsWith("#")) continue;
		if (place.text === shell.hereDocuments[0]) {
			shell.hereDocuments.shift();
			continue;
		}
		const said = new Set<string>();
		const refuse = (reason: string) => {
			if (!said.has(reason)) unread.push({ ...place, reason });
			said.add(reason);
		};
		const commands = commandsOf(place.text, shell);
		if (typeof commands === "string") {
			refuse(commands);
			continue;
		}
		const found = commands.map((command) => callOf(command, shell, line));
		const own = found.filter(
			(call) =>
				call !== undefined && typeof call !== "string" && "where" in call,
		);
		calls.push(...own.map((call) => ({ ...place, ...call })));
		// beside a call nobody takes them for rules: `|| exit 1`, `&& echo done`
		for (const other of found)
			if (typeof other === "string") {
				if (other !== noRule || own.length === 0) refuse(other);
			} else if (other !== undefined && "command" in other && own.length === 0)
				others.push({ ...place, ...other });
	}
	return { calls, unread, others };
}

/** What is said of a line that means nothing here. */
export const noRule = "not a rule as ipvsadm -Sn prints it";

/** The call that a command is. A string: why it is none. Undefined: there is nothing to report. */
function callOf(
	{ words, input, hereDocument, conditional }: Command,
	shell: ShellState,
	line: number,
):
	| Omit<Call, keyof Place>
	| Omit<OtherCommand, keyof Place>
	| string
	| undefined {
	const rest = [...words];
	for (;;) {
		const word = plainText(rest[0]);
		if (word === undefined || !/^(then|do|else|\{|\}|!)$/.test(word)) break;
		rest.shift();
	}
	const [first] = rest;
	const name = plainText(first) ?? "";
	if (first === undefined) return undefined;
	if (close(name, shell.blocks)) return rest.length === 1 ? undefined : noRule;
	const block = openedBy(name, line);
	if (block !== undefined) {
		shell.blocks.push(block);
		if (name === "for" || name === "select") forget(rest.slice(1, 2), shell);
		// the command that a loop or a condition tries may set variables
		else if (plainText(rest[1]) === "read") forget(rest.slice(2), shell);
		return aboutBlock(block);
	}
	if (setsVariables(rest, shell, conditional)) return undefined;
	const command = ordinaryCommand(rest.map(plainText));
	const expanded = rest.map((word) => expand(word, shell.variables));
	const why = expanded.find((each) => "why" in each);
	if (why !== undefined && "why" in why) {
		// a rule of a packet filter looks like one of ours
		const isFilter = /tables|^nft$/.test(command ?? "");
		if (looksLikeRule(rest) && !isFilter) return why.why;
		return command === undefined ? noRule : { command };
	}
	const called = calledIpvsadm(
		expanded.flatMap((each) => ("why" in each ? [] : each)),
	);
	if (called === undefined) return command === undefined ? noRule : { command };
	if (typeof called === "string") return called;
	const loop = shell.blocks.find(({ kind }) => kind === "loop");
	return loop !== undefined
		? `it stands in the loop of line ${loop.line}, which is not run; write each of its rules on a line of its own`
		: {
				words: called.words,
				where: called.place,
				input,
				hasHereDocument: hereDocument,
			};
}

/** Whether the words may be a rule, as far as this is known before the values of their variables. */
function looksLikeRule(words: readonly Word[]): boolean {
	return words.some((word) =>
		/^(-[A-Za-z]*[AaEeDd][a-z]*|--(add|edit|delete)-\w+|(\S*\/)?ipvsadm)$/.test(
			plainText(word) ?? "",
		),
	);
}

/** Sets the variables that a command sets. False where it does something else. */
function setsVariables(
	words: readonly Word[],
	shell: ShellState,
	conditional: boolean,
): boolean {
	const name = plainText(words[0]) ?? "";
	if (/^(read|unset|mapfile|readarray|let)$/.test(name)) {
		forget(words.slice(1), shell);
		return (
			name === "unset" &&
			words.every((word) => /^\w+$/.test(plainText(word) ?? ""))
		);
	}
	const declares = /^(export|readonly|local|declare|typeset)$/.test(name);
	const settings = (declares ? words.slice(1) : words).filter(
		(word) => !declares || !/^(-|\w+$)/.test(plainText(word) ?? ""),
	);
	const found = settings.map(assignmentIn);
	if (!found.every((each) => each !== undefined)) return false;
	const why = doubt(shell, conditional);
	for (const each of found) {
		if (why === undefined) assign(each, shell.variables);
		else shell.variables.set(each.name, { why: `$${each.name}: ${why}` });
	}
	return true;
}

/** From here on the values of these are not known. */
function forget(words: readonly Word[], { variables }: ShellState): void {
	for (const word of words) {
		const name = plainText(word) ?? "";
		if (/^[A-Za-z_]\w*$/.test(name))
			variables.set(name, {
				why: `$${name}: only a shell can tell what this becomes; write the value`,
			});
	}
}
