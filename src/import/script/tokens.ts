/** A piece of a word of a shell script. */
export type Part =
	| { readonly kind: "text"; readonly text: string }
	/** `$NAME` or `${NAME}`. Without quotes around it, its value is split at blanks. */
	| {
			readonly kind: "variable";
			readonly name: string;
			readonly quoted: boolean;
	  }
	/** A part that only a shell can evaluate: `$(…)`, `$1`, `${A:-b}`. */
	| { readonly kind: "unread"; readonly text: string };

export type Word = readonly Part[];

export type Token =
	| { readonly kind: "word"; readonly word: Word }
	| { readonly kind: "operator"; readonly text: string };

const blanks = /\s+/y;
const comment = /#.*/y;
const operators = /\d*(?:<<<|<<-?|>>|>&|<&|[<>])|&>|;;|&&|\|\||[;&|()]/y;
const singleQuoted = /'([^']*)'/y;
const escaped = /\\(.)/y;
const escapedInQuotes = /\\(["\\$`])/y;
const variable = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/y;
const unread =
	/\$\(\(.*?\)\)|\$\([^)]*\)?|`[^`]*`?|\$\{[^}]*\}?|\$[\d@*#?!$-]/y;
const plain = /[^\s'"\\$`;&|()<>]+/y;
const plainInQuotes = /[^"\\$`]+/y;

/**
 * Splits one line as a shell does: blanks, quotes, comments, operators. Quotes end on their line.
 *
 * @returns why it cannot be split, where it cannot.
 */
export function tokensOf(line: string): readonly Token[] | string {
	let at = 0;
	const take = (pattern: RegExp) => {
		pattern.lastIndex = at;
		const found = pattern.exec(line);
		if (found !== null) at = pattern.lastIndex;
		return found;
	};
	const expansion = (quoted: boolean): Part | undefined => {
		const named = take(variable);
		const name = named?.[1] ?? named?.[2];
		if (name !== undefined) return { kind: "variable", name, quoted };
		const other = take(unread);
		return other === null ? undefined : { kind: "unread", text: other[0] };
	};
	const literal = (text: string): Part => ({ kind: "text", text });
	const one = (): Part => {
		const part = expansion(true);
		if (part !== undefined) return part;
		const found = take(escapedInQuotes)?.[1] ?? take(plainInQuotes)?.[0];
		if (found !== undefined) return literal(found);
		at += 1;
		return literal(line.charAt(at - 1));
	};
	const doubleQuoted = (): Part[] | undefined => {
		at += 1;
		const parts = [literal("")];
		while (at < line.length && line.charAt(at) !== '"') parts.push(one());
		at += 1;
		return at > line.length ? undefined : parts;
	};
	const word = (): Part[] | undefined => {
		const parts: Part[] = [];
		while (at < line.length) {
			const text =
				take(plain)?.[0] ?? take(singleQuoted)?.[1] ?? take(escaped)?.[1];
			if (text !== undefined) parts.push(literal(text));
			else if (line.charAt(at) === '"') {
				const quoted = doubleQuoted();
				if (quoted === undefined) return undefined;
				parts.push(...quoted);
			} else if (line.charAt(at) === "'") return undefined;
			else {
				const part = expansion(false);
				if (part !== undefined) parts.push(part);
				else if (/[$\\]/.test(line.charAt(at))) {
					parts.push(literal(line.charAt(at)));
					at += 1;
				} else break;
			}
		}
		return parts;
	};
	const tokens: Token[] = [];
	while (at < line.length) {
		if (take(blanks) !== null || take(comment) !== null) continue;
		const operator = take(operators);
		if (operator !== null) {
			tokens.push({ kind: "operator", text: operator[0] });
			continue;
		}
		const parts = word();
		if (parts === undefined) return "a quote of this line has no end on it";
		tokens.push({ kind: "word", word: parts });
	}
	return tokens;
}

/** The text of a word without expansions; undefined where it has some. */
export function plainText(word: Word | undefined): string | undefined {
	return word?.every((part) => part.kind === "text")
		? word.map((part) => (part.kind === "text" ? part.text : "")).join("")
		: undefined;
}
