import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { literally } from "../model/placeholders.ts";

// One environment for all templates: strict, unescaped (shell and unit files are not HTML), no logic helpers.
const environment = Handlebars.create();
const root = new URL("../../templates/", import.meta.url);
const compiled = new Map<string, Handlebars.TemplateDelegate>();

/**
 * Renders `templates/<path>.hbs` with a view of plain data. Only the template itself may hold placeholders for names and secrets.
 *
 * @throws Error that names the template where a value is missing: our own mistake, not the user's.
 */
export function renderTemplate(
	path: string,
	view: Readonly<Record<string, unknown>>,
): string {
	let template = compiled.get(path);
	if (template === undefined) {
		const source = readFileSync(new URL(`${path}.hbs`, root), "utf8");
		template = environment.compile(source, { strict: true, noEscape: true });
		compiled.set(path, template);
	}
	try {
		return template(literally(view));
	} catch (error) {
		throw new Error(`templates/${path}.hbs: ${(error as Error).message}`);
	}
}
