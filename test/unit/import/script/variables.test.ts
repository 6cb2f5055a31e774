import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { tokensOf } from "../../../../src/import/script/tokens.ts";
import {
	assign,
	assignmentIn,
	expand,
	type Variables,
} from "../../../../src/import/script/variables.ts";

const wordOf = (text: string) => {
	const tokens = tokensOf(text);
	const [token] = typeof tokens === "string" ? [] : tokens;
	assert.ok(token?.kind === "word", text);
	return token.word;
};
const setting = (variables: Variables, ...texts: readonly string[]) => {
	for (const text of texts) {
		const found = assignmentIn(wordOf(text));
		assert.ok(found, text);
		assign(found, variables);
	}
	return variables;
};

suite("variables of a script", () => {
	const variables = setting(
		new Map(),
		"VIP=10.0.0.1",
		'OPTIONS="-g  -w 3"',
		"COPY=$OPTIONS",
		"EMPTY=",
		"NET=10.0.0",
		"RIP=$NET.2",
		'RIP+=":80"',
		"HERE=$(hostname -i)",
		"THERE=$HERE:80",
		"NOWHERE+=x",
	);
	for (const [word, expanded] of [
		["$VIP:80", ["10.0.0.1:80"]],
		["$OPTIONS", ["-g", "-w", "3"]],
		// biome-ignore lint/suspicious/noTemplateCurlyInString: as a shell has it
		["a${OPTIONS}b", ["a-g", "-w", "3b"]],
		['"$OPTIONS"', ["-g  -w 3"]],
		['"$COPY"', ["-g  -w 3"]],
		['""', [""]],
		["'$OPTIONS'", ["$OPTIONS"]],
		["$EMPTY", []],
		['"$EMPTY"', [""]],
		["a$EMPTY", ["a"]],
		["$RIP", ["10.0.0.2:80"]],
		[
			"$HERE",
			"$HERE: $(hostname -i): only a shell can tell what this becomes; write the value",
		],
		[
			"$THERE",
			"$THERE: $HERE: $(hostname -i): only a shell can tell what this becomes; write the value",
		],
		["$NOWHERE", "$NOWHERE is added to, and what it was is not known"],
		[
			"$UNSET",
			"$UNSET is set nowhere above; write the value, or a line UNSET=…",
		],
	] as const)
		test(word, () => {
			const found = expand(wordOf(word), variables);
			assert.deepEqual("why" in found ? found.why : found, expanded);
		});

	test("a word that sets nothing is no assignment", () => {
		for (const word of ["a", "$A=b", "1A=b", "a-b=c", "=b"])
			assert.equal(assignmentIn(wordOf(word)), undefined, word);
	});
});
