import { placeOf } from "../place-of.ts";
import type { Unread } from "../script/read-script.ts";
import type { Line } from "./read-lines.ts";
import { type Statement, shown } from "./statement.ts";
import { tokensOf } from "./tokens-of.ts";

interface Open extends Statement {
	block: Open[] | undefined;
}

/** The statements of a configuration, with their blocks. Blocks without an end are left out. */
export function readBlocks(lines: readonly Line[]): {
	readonly statements: readonly Statement[];
	readonly unread: readonly Unread[];
} {
	const root: Open[] = [];
	const unread: Unread[] = [];
	/** The statements whose blocks are open, the innermost last. */
	const open: Open[] = [];
	const here = () => open.at(-1)?.block ?? root;
	const add = (words: readonly string[], line: Line): Open => {
		const [keyword = "", ...values] = words;
		const statement: Open = {
			...placeOf(line),
			...{ keyword, values, why: line.why, block: undefined },
			text: shown(words),
		};
		here().push(statement);
		return statement;
	};
	for (const line of lines) {
		if (line.text.startsWith("~")) {
			const statement = add([line.text], line);
			if (opens(line.text)) {
				statement.block = [];
				open.push(statement);
			}
			continue;
		}
		let words: string[] = [];
		for (const token of tokensOf(line.text)) {
			if (token.kind === "word") {
				words.push(token.text);
				continue;
			}
			const last =
				words.length > 0
					? add(words, line)
					: token.kind === "{"
						? here().at(-1)
						: undefined;
			words = [];
			if (token.kind === "{") {
				const owner =
					last === undefined || last.block !== undefined
						? add(["{"], { ...line, why: "it follows no keyword" })
						: last;
				owner.block = [];
				open.push(owner);
			} else if (open.pop() === undefined)
				unread.push({
					...placeOf(line),
					text: "}",
					reason:
						"it closes nothing: a { is missing above, or this is one too many",
				});
		}
		if (words.length > 0) add(words, line);
	}
	const [unclosed] = open;
	if (unclosed === undefined) return { statements: root, unread };
	unread.push({
		...placeOf(unclosed),
		text: unclosed.text,
		reason:
			"its { is never closed, so nothing is read from here to the end; a } is missing",
	});
	return { statements: root.slice(0, root.indexOf(unclosed)), unread };
}

/** Whether a line that multiplies opens a block that it does not close. */
function opens(line: string): boolean {
	const rest = line.replace(/^(~(SEQ|LST)x?\([^)]*\)\s*)+/, "");
	return rest.split("{").length > rest.split("}").length;
}
