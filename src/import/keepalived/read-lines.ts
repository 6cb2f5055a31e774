import type { Place } from "../script/read-script.ts";
import { decomment } from "./decomment.ts";
import { definitionIn, substitute } from "./definitions.ts";
import type { FindIncluded } from "./include.ts";

/** A line as keepalived's parser gets it: without comments, with its variables replaced. */
export interface Line extends Place {
	/** Why it may not count on every machine, or means several lines. Undefined: it counts. */
	readonly why: string | undefined;
}

export interface ReadLines {
	readonly lines: readonly Line[];
	/** Lines that are not passed on, and why. */
	readonly unread: readonly (Place & { readonly reason: string })[];
}

interface File {
	/** Undefined: the first file, which the user named. */
	readonly name: string | undefined;
	readonly folder: string | undefined;
	/** The files that include it. */
	readonly within: readonly string[];
}

/** A definition may use itself, in a circle. */
const deepest = 30;
/** Definitions of several lines may multiply. */
const mostLines = 100_000;

/** The lines of a configuration and of all files that it includes: comments are removed, definitions kept and used. */
export function readLines(text: string, find: FindIncluded): ReadLines {
	const definitions = new Map<string, string>();
	const lines: Line[] = [];
	const unread: (Place & { readonly reason: string })[] = [];

	const readFile = (text: string, file: File) => {
		let open:
			| { name: string; value: string[]; why: string | undefined }
			| undefined;
		const close = () => {
			if (open !== undefined && open.why === undefined)
				definitions.set(open.name, open.value.join("\n"));
			open = undefined;
		};
		for (const [index, raw] of text.split(/\r?\n/).entries()) {
			const line = decomment(raw);
			if (open !== undefined) {
				const goesOn = line.endsWith("\\");
				const part = goesOn ? line.slice(0, -1).trim() : line;
				if (part !== "") open.value.push(part);
				if (!goesOn) close();
				continue;
			}
			if (line === "") continue;
			const begun = readLine(line, {
				...{ file, why: undefined, depth: 0 },
				place: {
					...(file.name === undefined ? {} : { file: file.name }),
					line: index + 1,
				},
			});
			if (begun !== undefined) {
				const first = begun.value.slice(0, -1).trim();
				open = { ...begun, value: first === "" ? [] : [first] };
			}
		}
		close();
	};

	/** Returns the definition that continues on the next lines, if the line begins one. */
	const readLine = (
		text: string,
		at: {
			readonly file: File;
			readonly place: Omit<Place, "text">;
			readonly why: string | undefined;
			readonly depth: number;
		},
	): { name: string; value: string; why: string | undefined } | undefined => {
		const { file, place, why, depth } = at;
		const refuse = (reason: string) => {
			unread.push({ ...place, text, reason });
			return undefined;
		};
		if (text === "") return undefined;
		if (depth > deepest || lines.length > mostLines)
			return refuse("its definitions lead to ever more lines");
		const [, not = "", machine = "", rest] =
			/^@(\^?)(\S*)\s+(.*)$/.exec(text) ?? [];
		if (rest !== undefined)
			return readLine(rest, {
				...at,
				why: `it counts only ${not === "" ? "on the machine" : "on machines other than"} "${machine}"; import the file without this condition, as it is for the director`,
			});
		const definition = definitionIn(text);
		if (definition !== undefined) {
			if (why !== undefined) refuse(why);
			if (definition.value.endsWith("\\")) return { ...definition, why };
			if (why === undefined) definitions.set(definition.name, definition.value);
			return undefined;
		}
		const [, pattern] = /^include[rmwba]?\s+(.+)$/.exec(text) ?? [];
		if (pattern !== undefined) {
			if (why !== undefined) return refuse(why);
			include(pattern.replace(/^"(.*)"$/, "$1"), file, refuse);
			return undefined;
		}
		if (/^~(SEQ|LST)/.test(text)) {
			lines.push({
				...place,
				text,
				why: "lines that multiply are not read; write them out one by one",
			});
			return undefined;
		}
		const replaced = substitute(text, definitions);
		if (replaced !== text) {
			for (const part of replaced.split("\n"))
				readLine(decomment(part), { ...at, depth: depth + 1 });
			return undefined;
		}
		lines.push({ ...place, text, why });
		return undefined;
	};

	const include = (
		pattern: string,
		{ name, folder, within }: File,
		refuse: (reason: string) => void,
	) => {
		if (find === undefined)
			return refuse(
				"what standard input includes cannot be found; import the file by its name",
			);
		const found = find(pattern, folder);
		if (found.length === 0)
			return refuse(
				"no such file on this computer; copy it to where the name leads",
			);
		for (const file of found) {
			if ("problem" in file) refuse(`${file.name}: ${file.problem}`);
			else if (within.includes(file.name) || file.name === name)
				refuse(`${file.name} includes itself`);
			else
				readFile(file.text, {
					...file,
					within: [...within, ...(name === undefined ? [] : [name])],
				});
		}
	};

	readFile(text, { name: undefined, folder: undefined, within: [] });
	return { lines, unread };
}
