/** A word, or a brace that opens or closes a block. */
export type Token =
	| { readonly kind: "word"; readonly text: string }
	| { readonly kind: "{" | "}" };

/** A quoted word, a variable without a definition, a brace, or a plain word. */
const token =
	/"([^"]*)("|$)|'([^']*)'(?=\s|$|[{}])|([{}])|((?:\$\{[^}]*\}|[^\s{}"])+)/g;

/** The words and braces of a line. Braces count everywhere outside of quotes, as in `TCP_CHECK{`. */
export function tokensOf(line: string): Token[] {
	return [...line.matchAll(token)].map(
		([, double, , single, brace, plain]): Token =>
			brace === "{" || brace === "}"
				? { kind: brace }
				: { kind: "word", text: signs(double ?? single ?? plain ?? "") },
	);
}

/** The signs that would begin a comment. */
function signs(word: string): string {
	return word.replace(/\$\{_HASH\}/g, "#").replace(/\$\{_BANG\}/g, "!");
}
