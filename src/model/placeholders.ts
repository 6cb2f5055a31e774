// Texts for hosts hold places for what is known only later, so that previews show the texts: `@httpd@` for a name that differs between
// families, `@secret:NAME@` for a secret, `@secret:NAME|php@` for one between single quotes of PHP. Where a user's own text looks like one, its
// first sign stands as `@at@`, so that no text can be taken for a place.

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

/** What a distribution family has a name of its own for. */
export type FamilyName = (typeof names)[number];

const place = `(?:at|secret:[a-z0-9-]+(?:\\|php)?|${names.join("|")})@`;

/** A user's own text, as it stands among texts with places in them. */
export function literal(text: string): string {
	return text.replace(new RegExp(`@(?=${place})`, "g"), "@at@");
}

/** A text that has places in it already, among values that are users' own. */
export class TextWithPlaces {
	readonly text: string;

	constructor(text: string) {
		this.text = text;
	}
}

/** Any plain data, with every text in it as `literal` writes it. */
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

/** The text of one family, with `@` for `@at@`: what is on the host. Secrets must be filled in before. */
export function fillNames(
	text: string,
	local: Readonly<Record<FamilyName, string>>,
): string {
	return replacePlaces(text, (name) =>
		name === "at" ? "@" : local[name as FamilyName],
	);
}

/** @param secret is given a name, and whether it stands between quotes of PHP. */
export function fillSecretPlaces(
	text: string,
	secret: (name: string, inPhp: boolean) => string,
): string {
	return replacePlaces(text, (name) => {
		const [, found = "", php] =
			/^secret:([a-z0-9-]+)(\|php)?$/.exec(name) ?? [];
		return found === "" ? undefined : secret(found, php !== undefined);
	});
}

function replacePlaces(
	text: string,
	value: (name: string) => string | undefined,
): string {
	return text.replace(
		new RegExp(`@${place}`, "g"),
		(whole) => value(whole.slice(1, -1)) ?? whole,
	);
}
