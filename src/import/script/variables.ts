import type { Word } from "./tokens.ts";

/** The variables of a script so far: the value, or why it is not known. */
export type Variables = Map<string, string | { readonly why: string }>;

/** The result of a word: one word, several, or none, if an empty variable stands alone. Otherwise the reason why only a shell can evaluate it. */
export function expand(
	word: Word,
	variables: Variables,
): readonly string[] | { readonly why: string } {
	const words: string[] = [];
	let open: string | undefined;
	for (const part of word) {
		if (part.kind === "unread")
			return {
				why: `${part.text}: only a shell can tell what this becomes; write the value`,
			};
		if (part.kind === "text") {
			open = (open ?? "") + part.text;
			continue;
		}
		const value = variables.get(part.name);
		if (value === undefined)
			return {
				why: `$${part.name} is set nowhere above; write the value, or a line ${part.name}=…`,
			};
		if (typeof value !== "string") return value;
		if (part.quoted) {
			open = (open ?? "") + value;
			continue;
		}
		const [first = "", ...rest] = value.split(/\s+/);
		open = (open ?? "") + first;
		for (const next of rest) {
			if (open !== "") words.push(open);
			open = next;
		}
		if (open === "" && word.length === 1) open = undefined;
	}
	return open === undefined ? words : [...words, open];
}

const assignment = /^([A-Za-z_]\w*)(\+?)=/;

/** Where a word sets a variable, its name and the word that is its value. */
export function assignmentIn(
	word: Word,
): { readonly name: string; readonly adds: boolean; value: Word } | undefined {
	const [first, ...rest] = word;
	if (first?.kind !== "text") return undefined;
	const [whole, name, plus] = assignment.exec(first.text) ?? [];
	if (whole === undefined || name === undefined) return undefined;
	return {
		name,
		adds: plus === "+",
		value: [{ kind: "text", text: first.text.slice(whole.length) }, ...rest],
	};
}

/** Sets a variable. Within double quotes, as here, a value stays one. */
export function assign(
	{ name, adds, value }: NonNullable<ReturnType<typeof assignmentIn>>,
	variables: Variables,
): void {
	const before = adds ? variables.get(name) : "";
	const found = expand(
		value.map((part) =>
			part.kind === "variable" ? { ...part, quoted: true } : part,
		),
		variables,
	);
	variables.set(
		name,
		"why" in found
			? { why: `$${name}: ${found.why}` }
			: typeof before === "string"
				? before + found.join(" ")
				: { why: `$${name} is added to, and what it was is not known` },
	);
}
