import { didYouMean } from "../../model/nearest.ts";
import { UsageError } from "../usage-error.ts";
import { pulumiOptions } from "./pulumi-options.ts";

/** The words after up, preview, refresh or destroy. */
export interface PulumiWords {
	readonly folder: string;
	/** `--stack`, wherever it stood. */
	readonly stack: string | undefined;
	/** `--forget`: a host that is first taken out of the state. */
	readonly forget: string | undefined;
	/** The words for pulumi. */
	readonly options: readonly string[];
}

/** Options with the same meaning as ours: they are taken out. */
const taken = {
	folder: ["-C", "--cwd"],
	stack: ["-s", "--stack"],
	forget: ["--forget"],
};

/** Pulumi's words for it are `--refresh=false`: no host is looked at first. */
const noRefresh = "--no-refresh";

/** Ours, which pulumi does not have. */
const ours: ReadonlyMap<string, boolean> = new Map([
	["-o", true],
	["--output", true],
	["--forget", true],
	[noRefresh, false],
]);

/**
 * Separates the folder from pulumi's options and their values. After `--` all words are options for pulumi, also unknown ones.
 *
 * @param typed all words after the verb
 * @throws UsageError where an option before `--` is not known: the word after it could be its value, or the folder
 */
export function readPulumiWords(typed: readonly string[]): PulumiWords {
	const dashes = typed.indexOf("--");
	const end = dashes === -1 ? typed.length : dashes;
	const before = split(typed.slice(0, end), refuseUnknown);
	const after = split(typed.slice(end + 1), (_name, next) =>
		next?.startsWith("-") === false ? "valued" : "plain",
	);
	const [stray] = after.operands;
	if (stray !== undefined)
		throw new UsageError(
			`${stray}: the words after -- are options for pulumi; write the folder before it`,
		);
	const options = [...before.options, ...after.options];
	const of = (names: readonly string[]) =>
		options.flatMap(({ name, value = "" }) =>
			names.includes(name) ? [value] : [],
		);
	const folders = [...before.operands, ...of(taken.folder)];
	return {
		folder: only("folder", folders) ?? ".",
		stack: only("stack", of(taken.stack)),
		forget: only("host to forget", of(taken.forget)),
		options: options.flatMap(({ name, words }) => {
			if (name === noRefresh) return ["--refresh=false"];
			return ours.has(name) || Object.values(taken).flat().includes(name)
				? []
				: words;
		}),
	};
}

function only(what: string, values: readonly string[]): string | undefined {
	const [first, second] = new Set(values);
	if (second !== undefined)
		throw new UsageError(
			`${second}: one ${what} is enough, and ${first} is there already`,
		);
	return first;
}

function refuseUnknown(name: string): never {
	throw new UsageError(
		`${name}: neither lvsctl nor pulumi has this option${didYouMean(name, [...pulumiOptions.keys()])}\n  Write options that only a newer pulumi has after --.`,
	);
}

interface Option {
	readonly name: string;
	readonly value?: string;
	/** As it was typed. */
	readonly words: readonly string[];
}

function split(
	typed: readonly string[],
	unknown: (name: string, next: string | undefined) => "valued" | "plain",
): { readonly options: Option[]; readonly operands: string[] } {
	const options: Option[] = [];
	const operands: string[] = [];
	const left = [...typed];
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		if (!word.startsWith("-") || word === "-") {
			operands.push(word);
			continue;
		}
		const [, name = word, value] =
			/^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[^-])=?(.+)$/s.exec(word) ?? [];
		const known = pulumiOptions.get(name) ?? ours.get(name);
		const takes = known ?? unknown(name, value ?? left[0]) === "valued";
		if (value !== undefined && (takes || word.startsWith("--")))
			options.push({ name, value, words: [word] });
		else if (value !== undefined) {
			// several short options in one word
			options.push({ name, words: [name] });
			left.unshift(`-${value}`);
		} else if (takes) {
			const next = left.shift();
			if (next === undefined)
				throw new UsageError(`${name}: its value is missing`);
			options.push({ name, value: next, words: [word, next] });
		} else options.push({ name, words: [word] });
	}
	return { options, operands };
}
