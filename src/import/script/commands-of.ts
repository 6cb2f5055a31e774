import type { ShellState } from "./shell-state.ts";
import { plainText, tokensOf, type Word } from "./tokens.ts";

/** One command of a line. */
export interface Command {
	readonly words: readonly Word[];
	/** The file that `<` names. */
	readonly input: string | undefined;
	/** Whether a here-document follows, for it or for the command from whose pipe it reads. */
	readonly hereDocument: boolean;
	/** Whether it stands after `&&` or `||`. */
	readonly conditional: boolean;
}

const pattern = /^\(?[^()\s]+(\s*\|\s*[^()\s]+)*\s*\)/;
const functionStart =
	/^(function\s+)?[\w-]+\s*\(\s*\)\s*\{?|^function\s+[\w-]+\s*\{?/;
const list = /^(?:\w+ )?([A-Za-z_]\w*)\+?=\(/;

/**
 * The commands of a line, without redirections of their output. It notes here-documents and lists in the state of the shell.
 *
 * @returns why the line cannot be read, if it cannot.
 */
export function commandsOf(
	line: string,
	shell: ShellState,
): readonly Command[] | string {
	const isPattern = shell.blocks.at(-1)?.word === "case";
	const tokens = tokensOf(
		line.replace(isPattern ? pattern : functionStart, ""),
	);
	const [, listed] = list.exec(line) ?? [];
	if (listed !== undefined) {
		const why =
			"a list of the shell is not read; write its values where they are used";
		shell.variables.set(listed, { why: `$${listed}: ${why}` });
		return why;
	}
	if (typeof tokens === "string") return tokens;
	const commands: Command[] = [];
	let words: Word[] = [];
	let input: string | undefined;
	let hereDocument = false;
	let conditional = false;
	const end = (operator: string) => {
		if (words.length > 0)
			commands.push({ words, input, hereDocument, conditional });
		words = [];
		input = undefined;
		hereDocument &&= operator === "|";
		conditional = operator === "&&" || operator === "||";
	};
	for (let next = 0; next < tokens.length; next += 1) {
		const token = tokens[next];
		if (token === undefined) break;
		if (token.kind === "word") {
			words.push(token.word);
			continue;
		}
		if (!/[<>]/.test(token.text)) {
			if (/[()]/.test(token.text))
				return "brackets of the shell are not read; write the rule without them";
			end(token.text);
			continue;
		}
		const target = tokens[next + 1];
		const name = target?.kind === "word" ? plainText(target.word) : undefined;
		if (target?.kind === "word") next += 1;
		if (token.text.endsWith("<<") || token.text.endsWith("<<-")) {
			if (name === undefined) return "a here-document whose end is not known";
			shell.hereDocuments.push(name);
			hereDocument = true;
		} else if (token.text.endsWith("<")) input = name ?? "a file";
	}
	end("");
	return commands;
}
