import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { suite, test } from "node:test";
import fc from "fast-check";
import {
	plainText,
	type Token,
	tokensOf,
} from "../../../../src/import/script/tokens.ts";

/** Words of plain text, operators between brackets, others by their kinds. */
const told = (tokens: readonly Token[] | string) =>
	typeof tokens === "string"
		? tokens
		: tokens.map((token) =>
				token.kind === "operator"
					? `(${token.text})`
					: (plainText(token.word) ??
						token.word
							.map((part) =>
								part.kind === "text"
									? part.text
									: part.kind === "unread"
										? `?${part.text}?`
										: part.quoted
											? `"$${part.name}"`
											: `$${part.name}`,
							)
							.join("")),
			);

suite("a line of a shell script", () => {
	for (const [line, tokens] of [
		["a  b\tc", ["a", "b", "c"]],
		["a # b", ["a"]],
		["a#b", ["a#b"]],
		[`a'b c'"d e"f`, ["ab cd ef"]],
		[`'' ""`, ["", ""]],
		[`"a \\" \\$ \\x"`, [`a " $ \\x`]],
		["a\\ b", ["a b"]],
		["a;b&&c||d|e", ["a", "(;)", "b", "(&&)", "c", "(||)", "d", "(|)", "e"]],
		["a >/dev/null 2>&1", ["a", "(>)", "/dev/null", "(2>&)", "1"]],
		["a <<-EOF", ["a", "(<<-)", "EOF"]],
		// biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell has it
		["$VIP:${PORT} \"$VIP\" '$VIP'", ["$VIP:$PORT", '"$VIP"', "$VIP"]],
		[
			"$(hostname -i) `id` $1 $@ $((1+2))",
			["?$(hostname -i)?", "?`id`?", "?$1?", "?$@?", "?$((1+2))?"],
		],
		// biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell has it
		["${A:-b}", ["?${A:-b}?"]],
		["a$ b", ["a$", "b"]],
		["a 'b", "a quote of this line has no end on it"],
		['a "b', "a quote of this line has no end on it"],
	] as const)
		test(line, () => {
			assert.deepEqual(told(tokensOf(line)), tokens);
		});

	test("is split as sh splits it, where it has quotes and blanks alone", () => {
		const line = fc
			.array(fc.constantFrom("a", "b", " ", "'", '"', "\\", "  "), {
				maxLength: 10,
			})
			.map((parts) => parts.join(""));
		fc.assert(
			fc.property(line, (text) => {
				const { status, stdout } = spawnSync(
					"sh",
					["-c", `for word in ${text}\ndo printf '<%s>' "$word"; done`],
					{ encoding: "utf8" },
				);
				// a backslash at the end goes on in the next line, which is no matter of one line
				fc.pre(!text.endsWith("\\"));
				const tokens = told(tokensOf(text));
				if (typeof tokens === "string") assert.notEqual(status, 0, text);
				else
					assert.equal(
						tokens.map((word) => `<${word}>`).join(""),
						stdout,
						text,
					);
			}),
			{ numRuns: 150 },
		);
	});
});
