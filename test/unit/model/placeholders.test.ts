import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { withSecrets } from "../../../src/host/secrets.ts";
import { nothing } from "../../../src/model/desired.ts";
import { localName } from "../../../src/model/family.ts";
import { literal } from "../../../src/model/placeholders.ts";

/** What a host gets of a text: secrets first, then the names of its family. */
const onHost = (content: string, secrets: Record<string, string> = {}) =>
	localName(
		withSecrets(
			{
				...nothing,
				files: { "/etc/x": { content, mode: "600", readBy: "others" } },
			},
			secrets,
		).files["/etc/x"]?.content ?? "",
		"debian",
	);

const looksAlike = fc
	.array(
		fc.constantFrom("@", "at", "php", "httpd", "secret:", "k", "|php", " "),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(""));

test("a user's text reaches the host as it is, however much it looks like a place", () => {
	fc.assert(
		fc.property(looksAlike, (text) => {
			assert.equal(onHost(literal(text)), text);
		}),
	);
});

test("so does a secret", () => {
	fc.assert(
		fc.property(looksAlike, (text) => {
			assert.equal(onHost("k=@secret:k@;", { k: text }), `k=${text};`);
		}),
	);
});

test("places between users' texts are filled", () => {
	fc.assert(
		fc.property(looksAlike, looksAlike, (one, other) => {
			const text = `${literal(one)}\n@httpd@=@secret:k@\n${literal(other)}`;
			assert.equal(
				onHost(text, { k: "value" }),
				`${one}\napache2=value\n${other}`,
			);
		}),
	);
});

test("an ordinary text is shown as it is", () => {
	for (const text of ["ann@example.org", "a@b@c", "@media print {}", "x@"])
		assert.equal(literal(text), text);
	assert.equal(literal("mail@php@example"), "mail@at@php@example");
});
