// How a text with places is written in a desired state, which is JSON in users' state: previews show it so.
//
//   @httpd@              a name that differs between families, of the table in family.ts
//   @secret:NAME@        a secret
//   @secret:NAME|php@    a secret between single quotes of PHP
//   @at@                 the character @
//
// A word between two @ is a place wherever it has the shape of one: `@`, a lower-case letter, then lower-case letters, digits and "-",
// then perhaps ":" and more of these, then perhaps "|" and lower-case letters, `@`. Every other @ means itself, as in `ann@example.org`. A text
// that has the shape and is no place has `@at@` for its first @. A place that this version does not know is an error. So
// no version takes a place of another version for plain text.
//
// A state says by `textFormat` in which format its texts are. Where it does not, they are in the first one, which `parseFirstFormat` reads: only
// the names of that time were places, a user's text was escaped only where it looked like one of those, and not where it was a key.

import { type FamilyName, isFamilyName } from "./family.ts";
import {
	HostText,
	type Part,
	type Place,
	partsOf,
	type Text,
} from "./host-text.ts";

/** The format of texts that this version writes, as it stands in users' state. */
export const textFormat = 2;

const shape = "[a-z][a-z0-9-]*(?::[a-z0-9-]+)?(?:\\|[a-z]+)?";
const places = new RegExp(`@(${shape})@`, "g");
const wouldOpen = new RegExp(`@(?=${shape}@)`, "g");
/** If a place follows, its first `@` would complete the shape. */
const wouldOpenBeforePlace = new RegExp(`@(?=${shape}(?:@|$))`, "g");

/** A place that this version does not know: another version wrote it. */
export class UnknownPlace extends Error {
	override readonly name = "UnknownPlace";
	/** As it stands in the text: `@nginx@`. */
	readonly place: string;

	constructor(place: string) {
		super(`${place} stands for something that this version does not know`);
		this.place = place;
	}
}

/** Writes a text into a desired state. */
export function formatText(text: Text): string {
	const { parts } = new HostText(partsOf(text));
	return parts
		.map((part, index) =>
			typeof part === "string"
				? part.replace(
						index + 1 < parts.length ? wouldOpenBeforePlace : wouldOpen,
						"@at@",
					)
				: formatPlace(part),
		)
		.join("");
}

/** As `formatText`, with every `@` escaped: the result can be joined with other such texts, and then read by `parseText`. */
export function formatPiece(text: Text): string {
	return partsOf(text)
		.map((part) =>
			typeof part === "string"
				? part.replaceAll("@", "@at@")
				: formatPlace(part),
		)
		.join("");
}

/** Reads a text of a desired state. @throws UnknownPlace */
export function parseText(wire: string): HostText {
	return read(wire, places, (word) => {
		const place = placeOf(word);
		if (place === undefined) throw new UnknownPlace(`@${word}@`);
		return place;
	});
}

/** A place as it is shown to people. */
export function formatPlace(place: Place): string {
	return place.kind === "name"
		? `@${place.name}@`
		: `@secret:${place.name}${place.quotes === undefined ? "" : `|${place.quotes}`}@`;
}

function placeOf(word: string): Part | undefined {
	if (word === "at") return "@";
	if (isFamilyName(word)) return { kind: "name", name: word };
	const [, name, quotes] = /^secret:([a-z0-9-]+)(\|php)?$/.exec(word) ?? [];
	return name === undefined
		? undefined
		: {
				kind: "secret",
				name,
				...(quotes === undefined ? {} : { quotes: "php" }),
			};
}

function read(
	wire: string,
	pattern: RegExp,
	partOf: (word: string) => Part,
): HostText {
	if (!wire.includes("@")) return new HostText([wire]);
	const parts: Part[] = [];
	let end = 0;
	for (const { 0: whole, 1: word = "", index } of wire.matchAll(pattern)) {
		parts.push(wire.slice(end, index), partOf(word));
		end = index + whole.length;
	}
	return new HostText([...parts, wire.slice(end)]);
}

/** All names of the first format. Any other text in the shape of a place is the user's. */
const firstNames = [
	"arping-package",
	"document-root",
	"httpd",
	"httpd-conf",
	"httpd-modules",
	"httpd-sites",
	"httpd-user",
	"ipvs-rules",
	"mariadb-conf",
	"nfs-client",
	"nfs-server",
	"php",
	"php-curl",
	"php-memcached",
	"php-mysql",
	"php-redis",
	"php-zip",
	"redis",
	"stock-page",
] as const satisfies readonly FamilyName[];

const firstPlaces = new RegExp(
	`@(at|secret:[a-z0-9-]+(?:\\|php)?|${firstNames.join("|")})@`,
	"g",
);

/** Reads a text of a state of the first format. `formatText` then writes it in the present one. */
export function parseFirstFormat(wire: string): HostText {
	return read(wire, firstPlaces, (word) => placeOf(word) ?? `@${word}@`);
}
