import type { FamilyName } from "./family.ts";

/** A place in a text for something that is only known later. */
export type Place =
	| { readonly kind: "name"; readonly name: FamilyName }
	| {
			readonly kind: "secret";
			readonly name: string;
			/** Given: the secret stands between single quotes of PHP, and is escaped for them. */
			readonly quotes?: "php";
	  };

/** A piece of a text: characters that mean themselves, or a place. */
export type Part = string | Place;

/** A text with places in it. `familyName`, `secret` and `hostText` make them; `formatText` writes them into a desired state. */
export class HostText {
	/** Characters between two places are one part, and no part is empty. */
	readonly parts: readonly Part[];

	constructor(parts: readonly Part[]) {
		const all: Part[] = [];
		for (const part of parts) {
			const last = all.at(-1);
			if (part === "") continue;
			if (typeof part === "string" && typeof last === "string")
				all[all.length - 1] = last + part;
			else all.push(part);
		}
		this.parts = all;
	}

	/** In a template literal without `hostText` a place would be lost. */
	toString(): never {
		throw new Error("a text with places is no string: write hostText`...`");
	}
}

/** A text for a host. A string means itself, whatever it looks like: only a `HostText` has places. */
export type Text = string | HostText;

export function partsOf(text: Text): readonly Part[] {
	return typeof text === "string" ? [text] : text.parts;
}

/** A name that differs between families. It is filled in on the host. */
export function familyName(name: FamilyName): HostText {
	return new HostText([{ kind: "name", name }]);
}

export const secretName = /^[a-z0-9-]+$/;

/** A secret: its value is filled in on the way to the host. `"php"`: it stands between single quotes of PHP. */
export function secret(name: string, quotes?: "php"): HostText {
	if (!secretName.test(name))
		throw new Error(`no secret can be called ${JSON.stringify(name)}`);
	return new HostText([
		{ kind: "secret", name, ...(quotes === undefined ? {} : { quotes }) },
	]);
}

/** A template literal of texts: hostText`${familyName("httpd-conf")}/shop.conf`. */
export function hostText(
	strings: TemplateStringsArray,
	...texts: readonly Text[]
): HostText {
	return new HostText(
		strings.flatMap((string, index) => [
			string,
			...partsOf(texts[index] ?? ""),
		]),
	);
}

/** As `join` of an array of strings. */
export function joined(texts: readonly Text[], separator: string): HostText {
	return new HostText(
		texts.flatMap((text, index) => [
			...(index === 0 ? [] : [separator]),
			...partsOf(text),
		]),
	);
}
