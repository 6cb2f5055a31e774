import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import fc from "fast-check";
import { familyName, hostText, secret } from "../../../src/model/host-text.ts";
import { compileTemplate } from "../../../src/render/template.ts";
import { looksAlike } from "../model/looks-alike.ts";

const root = join(import.meta.dirname, "../../../templates");
const templates = readdirSync(root, { recursive: true, encoding: "utf8" })
	.filter((path) => path.endsWith(".hbs"))
	.map((path) => [path, readFileSync(join(root, path), "utf8")] as const);

describe("every template", () => {
	test("is there", () => assert.ok(templates.length > 30));

	for (const [path, source] of templates)
		test(`${path} names what there is, and writes no place by hand`, () => {
			compileTemplate(path, source);
		});

	for (const [path, source] of templates.filter(([, source]) =>
		source.includes("{{familyName"),
	))
		test(`${path} with a name that nobody knows is an error`, () => {
			assert.throws(
				() =>
					compileTemplate(
						path,
						source.replace(/\{\{familyName "[a-z-]+"/, '{{familyName "htpd"'),
					),
				{ message: `${path}: there is no family name "htpd"` },
			);
		});
});

describe("a template", () => {
	const compile = (source: string) => compileTemplate("a.hbs", source);

	for (const [source, message] of [
		['{{familyName "htpd"}}', 'there is no family name "htpd"'],
		// also where no view comes to it
		[
			'{{#if no}}{{familyName "htpd"}}{{/if}}',
			'there is no family name "htpd"',
		],
		["{{familyName}}", 'there is no family name ""'],
		["{{familyName name}}", "familyName takes words between quotes"],
		['{{familyNam "httpd"}}', "there is no helper familyNam"],
		['{{secret "A"}}', 'no secret can be called "A"'],
		['{{secret "a" "sql"}}', 'there are no quotes "sql"'],
		[
			"x @httpd@ y",
			'write {{familyName ...}} or {{secret ...}} in place of "x @httpd@ y"',
		],
		[
			"x @htpd@ y",
			"@htpd@ stands for something that this version does not know",
		],
	] as const)
		test(`${source} is an error`, () => {
			assert.throws(() => compile(source), { message: `a.hbs: ${message}` });
		});

	test("has names and secrets by helpers, and by its view", () => {
		const template = compile(
			`{{familyName "httpd"}} {{secret "k"}} '{{secret "k" "php"}}' {{#each list}}{{it}}{{/each}}`,
		);
		assert.deepEqual(
			template({ list: [{ it: hostText`@php@${familyName("php")}` }] }),
			hostText`${familyName("httpd")} ${secret("k")} '${secret("k", "php")}' ${"@php@"}${familyName("php")}`,
		);
	});

	test("takes no text for a place, whatever its view and its own text make together", () => {
		const template = compile(
			'{{one}}@{{other}}@{{#each both}}{{this}}{{/each}}{{familyName "php"}}{{one}}',
		);
		fc.assert(
			fc.property(looksAlike, looksAlike, (one, other) => {
				assert.deepEqual(
					template({ one, other, both: [other, one] }),
					hostText`${`${one}@${other}@${other}${one}`}${familyName("php")}${one}`,
				);
			}),
		);
	});

	test("has another template in the place that names it", () => {
		const part = readFileSync(join(root, "director/parts/drains.hbs"), "utf8");
		const view = { unit: "lvs-web-director" };
		assert.deepEqual(
			compile("first\n{{> director/parts/drains}}\nlast\n")(view),
			compile(`first\n${part}last\n`)(view),
		);
		assert.throws(() => compile("{{> director/parts/drain}}"), {
			message: /^a\.hbs: .*templates\/director\/parts\/drain\.hbs/,
		});
	});

	test("without a value that it needs is an error", () => {
		assert.throws(() => compile("{{one}}")({}), /a\.hbs: .*one/);
	});
});
