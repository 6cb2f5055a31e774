import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withoutSecrets, withSecrets } from "../../../src/host/secrets.ts";
import { nothing } from "../../../src/model/desired.ts";
import { secretProblem } from "../../../src/model/given-secret.ts";

describe("secrets", () => {
	const fill = (content: string, secrets: Record<string, string>) =>
		withSecrets(
			{
				...nothing,
				files: { "/etc/x": { content, mode: "600", readBy: "others" } },
			},
			secrets,
		).files["/etc/x"]?.content;
	// one of WordPress's own making
	const salt = "6m!|a'\\q-Z{~%$& $1 \\";

	test("stand in files as they are, and between quotes of PHP so that they mean the same", () => {
		assert.equal(fill("a @secret:one-key@ b\n", { "one-key": "x" }), "a x b\n");
		assert.equal(
			fill("define('K', '@secret:k|php@');\n", { k: salt }),
			"define('K', '6m!|a\\'\\\\q-Z{~%$& $1 \\\\');\n",
		);
		assert.equal(fill("@secret:p@\n", { p: salt }), `${salt}\n`);
	});

	test("one that is missing is an error", () => {
		assert.throws(() => fill("@secret:p@\n", {}), /p: missing/);
	});

	test("beside a place that another version wrote are an error, with the file", () => {
		assert.throws(
			() => fill("@secret:p@ @htpd@\n", { p: "x" }),
			/file \/etc\/x: @htpd@ stands for something/,
		);
	});

	test("are in no error, however they were written", async () => {
		const message = await withoutSecrets({ k: salt }, () =>
			Promise.reject(
				new Error(`php: '${salt}' or '6m!|a\\'\\\\q-Z{~%$& $1 \\\\'`),
			),
		).catch(String);
		assert.equal(message, "Error: php: '@secret:k@' or '@secret:k@'");
	});

	test("given ones are refused where their place could not hold them", () => {
		assert.equal(secretProblem("anywhere", "aB3._~-"), undefined);
		for (const wrong of ["", "a b", "a'b", "$x", "ä"])
			assert.match(secretProblem("anywhere", wrong) ?? "", /letters, digits/);
		assert.equal(secretProblem("line", salt), undefined);
		for (const wrong of ["", "END", "a\nb", "\t"])
			assert.match(secretProblem("line", wrong) ?? "", /on one line/);
	});
});
