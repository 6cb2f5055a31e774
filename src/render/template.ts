import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { isFamilyName } from "../model/family.ts";
import { familyName, HostText, secret } from "../model/host-text.ts";
import { formatPiece, parseText } from "../model/wire-text.ts";

type View = Readonly<Record<string, unknown>>;

// One environment for all templates: strict, unescaped (shell and unit files are not HTML). It has two helpers, for texts that only the host knows:
// {{familyName "httpd"}} and {{secret "authkey"}}, between quotes of PHP {{secret "authkey" "php"}}.
const environment = Handlebars.create();
const helpers: Readonly<Record<string, (...words: string[]) => HostText>> = {
	familyName(name = "") {
		if (!isFamilyName(name))
			throw new Error(`there is no family name ${JSON.stringify(name)}`);
		return familyName(name);
	},
	secret(name = "", quotes?: string) {
		if (quotes !== undefined && quotes !== "php")
			throw new Error(`there are no quotes ${JSON.stringify(quotes)}`);
		return secret(name, quotes);
	},
};
for (const [name, helper] of Object.entries(helpers))
	environment.registerHelper(name, (...given: unknown[]) =>
		// the last one belongs to Handlebars
		formatPiece(helper(...given.slice(0, -1).map(String))),
	);

const compiled = new Map<string, (view: View) => HostText>();

function read(path: string): string {
	return readFileSync(
		new URL(`../../templates/${path}.hbs`, import.meta.url),
		"utf8",
	);
}

/**
 * Renders `templates/<path>.hbs` with a view of plain data, in which texts may have places. A string of the view means itself.
 *
 * @throws Error that names the template if a value is missing, or a helper gets a word that it does not know: this is our own mistake, not the user's.
 */
export function renderTemplate(path: string, view: View): HostText {
	let template = compiled.get(path);
	if (template === undefined) {
		template = compileTemplate(`templates/${path}.hbs`, read(path));
		compiled.set(path, template);
	}
	return template(view);
}

/**
 * Compiles a template. Its calls of helpers are checked at once, also those where no view comes to. `{{> director/parts/table}}` stands for the text of another
 * template, which has the same view.
 *
 * @throws Error that names the template.
 */
export function compileTemplate(
	name: string,
	source: string,
): (view: View) => HostText {
	const named = <Result>(work: () => Result): Result => {
		try {
			return work();
		} catch (error) {
			throw new Error(`${name}: ${(error as Error).message}`);
		}
	};
	const template = named(() => compileSource(source));
	return (view) => named(() => parseText(template(inPieces(view))));
}

function compileSource(source: string): Handlebars.TemplateDelegate {
	const program = Handlebars.parse(source);
	checkNode(program);
	return environment.compile(program, { strict: true, noEscape: true });
}

/** Has another template at hand, which one is put together from. */
function registerPart({ name }: hbs.AST.PartialStatement): void {
	const path = "original" in name ? String(name.original) : "";
	if (environment.partials[path] === undefined)
		environment.registerPartial(path, compileSource(read(path)));
}

/** Checks the helper calls in the syntax tree of a template, and escapes the template's own text so that it can be joined with places. */
function checkNode(node: unknown): void {
	if (typeof node !== "object" || node === null) return;
	if (isNode(node, "ContentStatement")) {
		if (parseText(node.value).parts.some((part) => typeof part !== "string"))
			throw new Error(
				`write {{familyName ...}} or {{secret ...}} in place of ${JSON.stringify(node.value.trim())}`,
			);
		node.value = formatPiece(node.value);
	}
	if (isNode(node, "MustacheStatement") || isNode(node, "SubExpression"))
		checkCall(node);
	if (isNode(node, "PartialStatement")) registerPart(node);
	for (const inner of Object.values(node)) checkNode(inner);
}

function checkCall({
	path,
	params,
}: hbs.AST.MustacheStatement | hbs.AST.SubExpression): void {
	const name = "original" in path ? String(path.original) : "";
	const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
	if (params.length === 0 && helper === undefined) return;
	if (helper === undefined) throw new Error(`there is no helper ${name}`);
	helper(
		...params.map((param) => {
			if (!isNode(param, "StringLiteral"))
				throw new Error(`${name} takes words between quotes`);
			return param.value;
		}),
	);
}

interface Nodes {
	readonly ContentStatement: hbs.AST.ContentStatement;
	readonly MustacheStatement: hbs.AST.MustacheStatement;
	readonly SubExpression: hbs.AST.SubExpression;
	readonly PartialStatement: hbs.AST.PartialStatement;
	readonly StringLiteral: hbs.AST.StringLiteral;
}

function isNode<Type extends keyof Nodes>(
	node: object,
	type: Type,
): node is Nodes[Type] {
	return "type" in node && node.type === type;
}

/** A view with every text in it escaped so that a template can join it with others. */
function inPieces(value: unknown): unknown {
	if (typeof value === "string" || value instanceof HostText)
		return formatPiece(value);
	if (Array.isArray(value)) return value.map(inPieces);
	return typeof value === "object" && value !== null
		? Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, inPieces(inner)]),
			)
		: value;
}
