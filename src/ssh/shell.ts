import { quote } from "../model/quote.ts";

/** Text that goes into a script unquoted. Only {@link raw} makes it. */
export interface RawShell {
	readonly rawShell: string;
}

/** The values that a `${}` of {@link sh} may have. An array becomes its words, joined by spaces. */
export type ShellValue =
	| string
	| number
	| RawShell
	| readonly (string | number)[];

/** Passes trusted shell text through {@link sh} unquoted. Never for a value that came from a declaration or a host. */
export function raw(text: string): RawShell {
	return { rawShell: text };
}

/**
 * Shell text with every interpolated value quoted: sh`ip address add ${cidr} dev ${link}`.
 * Backslashes follow JavaScript: write `\\n` for the shell's `\n`, and `$HOME` or `\${HOME}` for its variables.
 *
 * @throws TypeError for a value that is not a {@link ShellValue}, and for a value that already stands between quotes.
 */
export function sh(
	pieces: TemplateStringsArray,
	...values: readonly ShellValue[]
): string {
	return pieces.reduce((text, piece, index) => {
		const mark = text.at(-1);
		if ((mark === `"` || mark === "'") && piece.startsWith(mark))
			throw new TypeError(
				`sh: a value is quoted already, leave out the ${mark} around it`,
			);
		return `${text}${toShell(values[index - 1])}${piece}`;
	});
}

function toShell(value: ShellValue | undefined): string {
	if (typeof value === "string") return quote(value);
	if (typeof value === "number" && Number.isFinite(value))
		return quote(String(value));
	if (Array.isArray(value)) return value.map(toShell).join(" ");
	if (typeof value === "object" && "rawShell" in value) return value.rawShell;
	throw new TypeError(`sh: ${String(value)} is not a shell value`);
}
