// A text for a host holds placeholders for what is known only later: `@httpd@` for a name that differs between families,
// `@secret:NAME@` for a secret, `@secret:NAME|php@` for a secret between single quotes of PHP. So a preview can show the text. Where a
// user's own text looks like a placeholder, we write its first character as `@at@`, so that it is not replaced.

const names = [
	"arping-package",
	"document-root",
	"httpd",
	"httpd-conf",
	"httpd-modules",
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
] as const;

/** The things that each distribution family names differently. */
export type FamilyName = (typeof names)[number];

const place = `(?:at|secret:[a-z0-9-]+(?:\\|php)?|${names.join("|")})@`;
const places = new RegExp(`@${place}`, "g");
const looksAlike = new RegExp(`@(?=${place})`, "g");

/** A user's own text, escaped so that no part of it is taken for a placeholder. */
export function literal(text: string): string {
	return text.replace(looksAlike, "@at@");
}

/** A text with placeholders of ours, marked so that `literally` does not escape it. */
export class TextWithPlaces {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** Plain data with every text in it escaped by `literal`, except those marked as `TextWithPlaces`. */
export function literally<Value>(value: Value): Value {
	return literalOf(value) as Value;
}

function literalOf(value: unknown): unknown {
	if (typeof value === "string") return literal(value);
	if (value instanceof TextWithPlaces) return value.text;
	if (Array.isArray(value)) return value.map(literalOf);
	return typeof value === "object" && value !== null
		? Object.fromEntries(
				Object.entries(value).map(([key, inner]) => [key, literalOf(inner)]),
			)
		: value;
}

/** The text as it is on a host of one family, with `@` for `@at@`. Secrets must be filled in before. */
export function fillNames(
	text: string,
	local: Readonly<Record<FamilyName, string>>,
): string {
	return replacePlaces(text, (name) =>
		name === "at" ? "@" : local[name as FamilyName],
	);
}

/** @param secret returns the value of a secret by its name. It is also told whether the secret stands between quotes of PHP. */
export function fillSecretPlaces(
	text: string,
	secret: (name: string, inPhp: boolean) => string | undefined,
): string {
	return replacePlaces(text, (name) => {
		const [, found = "", php] =
			/^secret:([a-z0-9-]+)(\|php)?$/.exec(name) ?? [];
		return found === "" ? undefined : secret(found, php !== undefined);
	});
}

/** What a text has placeholders for: `at`, `httpd`, `secret:NAME`. */
export function placesIn(text: string): ReadonlySet<string> {
	return new Set(
		[...text.matchAll(places)].map(([whole]) => whole.slice(1, -1)),
	);
}

function replacePlaces(
	text: string,
	value: (name: string) => string | undefined,
): string {
	return text.replace(places, (whole) => value(whole.slice(1, -1)) ?? whole);
}
