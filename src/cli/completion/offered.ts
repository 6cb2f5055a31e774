import type { Argument, Command, Option } from "commander";

/** A word that fits, and its meaning. */
export interface Offer {
	readonly word: string;
	readonly meaning?: string;
}

/** The words before the one that is asked for. */
export interface Typed {
	/** Operands of the verb, without options. */
	readonly operands: readonly string[];
	/** Options by attribute, if they take a value. */
	readonly values: ReadonlyMap<string, string>;
}

/** The words for a place: words that are looked up, or the shell's own files. */
export type Source = "files" | ((typed: Typed) => Promise<readonly string[]>);

/**
 * The words that can follow other words.
 *
 * @param words all after `lvsctl`; the last is the one being typed, and may be empty
 * @param sources by the name of an argument or of an option's attribute: the words for it, if that is no fixed list
 */
export async function offered(
	program: Command,
	words: readonly string[],
	sources: Readonly<Record<string, Source>>,
): Promise<readonly Offer[] | "files"> {
	const last = words.at(-1) ?? "";
	const { command, typed, open } = read(program, words.slice(0, -1));
	const fitting = (offers: readonly Offer[]) =>
		offers.filter(({ word }) => word.startsWith(last));
	const from = async (place: Option | Argument | undefined, name: string) => {
		if (place?.argChoices !== undefined)
			return fitting(place.argChoices.map((word) => ({ word })));
		const source = sources[name];
		if (source === "files" || source === undefined) return source ?? [];
		return fitting((await source(typed)).map((word) => ({ word })));
	};
	if (open !== undefined) return from(open, open.attributeName());
	if (last.startsWith("-"))
		return fitting(
			command
				.createHelp()
				.visibleOptions(command)
				.flatMap(({ long, short, description }) =>
					[long, short].flatMap((word) =>
						word ? [{ word, meaning: description }] : [],
					),
				),
		);
	if (typed.operands.length === 0 && command.commands.length > 0)
		return fitting(
			command
				.createHelp()
				.visibleCommands(command)
				.map((inner) => ({
					word: inner.name(),
					meaning: inner.description(),
				})),
		);
	const places = command.registeredArguments;
	const place = places[typed.operands.length];
	return from(place, place?.name() ?? "");
}

/** The verb that words name, its arguments so far, and the option whose value comes next. */
function read(program: Command, words: readonly string[]) {
	let command = program;
	let open: Option | undefined;
	const operands: string[] = [];
	const values = new Map<string, string>();
	for (const word of words) {
		// bash makes three words of --option=value
		if (word === "=") continue;
		const inner = command.commands.find(
			(one) => one.name() === word || one.aliases().includes(word),
		);
		if (open !== undefined) {
			values.set(open.attributeName(), word);
			open = undefined;
		} else if (word.startsWith("-"))
			open = command.options.find(
				({ long, short, required }) =>
					required && (long === word || short === word),
			);
		else if (operands.length === 0 && inner !== undefined) command = inner;
		else operands.push(word);
	}
	return { command, open, typed: { operands, values } };
}
