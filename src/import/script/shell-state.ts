import type { Variables } from "./variables.ts";

/** What a reader of a script must remember from line to line. */
export interface ShellState {
	readonly variables: Variables;
	/** The loops and conditions that are open, outermost first. */
	readonly blocks: Block[];
	/** The words that end the here-documents which are open. */
	readonly hereDocuments: string[];
}

export interface Block {
	readonly kind: "loop" | "condition";
	readonly word: string;
	readonly line: number;
}

export function newShell(): ShellState {
	return { variables: new Map(), blocks: [], hereDocuments: [] };
}

const openers: Readonly<Record<string, Block["kind"]>> = {
	for: "loop",
	while: "loop",
	until: "loop",
	select: "loop",
	if: "condition",
	case: "condition",
};
const closers: Readonly<Record<string, Block["kind"]>> = {
	done: "loop",
	fi: "condition",
	esac: "condition",
};

/** The block that a word opens; undefined where it opens none. */
export function openedBy(word: string, line: number): Block | undefined {
	const kind = Object.hasOwn(openers, word) ? openers[word] : undefined;
	return kind && { kind, word, line };
}

/** Closes the block that a word ends. False where it ends none. */
export function close(word: string, blocks: Block[]): boolean {
	const kind = Object.hasOwn(closers, word) ? closers[word] : undefined;
	if (kind === undefined) return false;
	if (blocks.at(-1)?.kind === kind) blocks.pop();
	return true;
}

/** The message for a block: the script is not run. */
export function aboutBlock({ kind, word }: Block): string {
	return kind === "loop"
		? `${word}: a loop is not run; write each of its rules on a line of its own`
		: `${word}: a condition is not tried; the rules in it are read as if it held`;
}

/** Why the value of a variable that is set here cannot be known. Undefined if it can. */
export function doubt(
	{ blocks }: ShellState,
	conditional: boolean,
): string | undefined {
	const [block] = blocks;
	if (block !== undefined)
		return `it is set within the ${block.word} of line ${block.line}, which is not run`;
	return conditional
		? "it is set on a condition, which is not tried"
		: undefined;
}
