import { parseSetCookie } from "set-cookie-parser";
import { straightCurl } from "../ssh/straight-curl.ts";
import type { NamedBy } from "./check.ts";
import { namesIn } from "./names-in.ts";

/** One request over its own connection. IPVS spreads connections, and a connection that is kept open would hide that. */
export interface Request {
	readonly url: string;
	/** Default GET, or POST where there is a form or a body. */
	readonly method?: string;
	readonly form?: Readonly<Record<string, string>>;
	readonly body?: { readonly type: string; readonly bytes: Buffer };
	readonly headers?: Readonly<Record<string, string>>;
	/** Whether the answer is text. Default true. If false, only the checksum of the answer comes back. */
	readonly text?: boolean;
}

export interface Response {
	/** The HTTP status; 0 means no answer. */
	readonly status: number;
	/** The real server that the answer names; empty where it names none. */
	readonly realServer: string;
	readonly type: string;
	readonly text: string;
	readonly sha256: string;
	/** When the web server answered, by its own clock: seconds since 1970. Undefined: it does not say. */
	readonly at?: number | undefined;
}

/** How a site is connected to. */
export interface Way extends NamedBy {
	/** Host and port of the site's address. */
	readonly host: string;
	readonly port: number;
	/** The IPv4 address and port to connect to instead: the VIP, or one real server. */
	readonly to: string;
	/** Certificates in PEM that are trusted in place of the client's own. */
	readonly trusts?: string;
	/** TLS ends before the real servers: requests for `https` go out in clear, as who ends it sends them. */
	readonly speaksForTls?: true;
}

/**
 * The shell script that makes requests by curl. Passwords and cookies reach curl by its standard input, never as arguments. A small client
 * machine is slowed down by each program that starts: the script starts curl alone, and others only for bodies that are not text.
 */
export function curlScript(
	requests: readonly Request[],
	mark: string,
	{ host, port, to, trusts, speaksForTls }: Way,
	cookies: ReadonlyMap<string, string>,
): string {
	const cookie = [...cookies]
		.map(([name, value]) => `${name}=${value}`)
		.join("; ");
	const blocks = requests.map((request, index) => {
		const { form, body, headers = {}, text = true } = request;
		const posts = form !== undefined || body !== undefined;
		return [
			"silent",
			`url = ${quoted(speaksForTls ? inClear(request.url, port) : request.url)}`,
			`connect-to = ${quoted(`${host}:${port}:${to}`)}`,
			"http1.1",
			"connect-timeout = 10",
			"max-time = 60",
			...(trusts === undefined ? [] : ['cacert = "trusted"']),
			`request = ${quoted(request.method ?? (posts ? "POST" : "GET"))}`,
			...Object.entries({
				"User-Agent": "Mozilla/5.0 (pulumi-lvs)",
				Connection: "close",
				...(speaksForTls ? { Host: host, "X-Forwarded-Proto": "https" } : {}),
				...(cookie === "" ? {} : { Cookie: cookie }),
				...(body === undefined ? {} : { "Content-Type": body.type }),
				...headers,
			}).map(([name, value]) => `header = ${quoted(`${name}: ${value}`)}`),
			...(form === undefined
				? []
				: [`data = ${quoted(new URLSearchParams(form).toString())}`]),
			...(body === undefined
				? []
				: [
						`data-binary = ${inline(body.bytes) ? quoted(body.bytes.toString()) : `"@body${index}"`}`,
					]),
			...(text
				? ["include"]
				: ['dump-header = "-"', `output = "answer${index}"`]),
			`write-out = ${quoted(`\n@${mark} %{http_code} %{content_type}\n`)}`,
		].join("\n");
	});
	const bodies = requests.flatMap(({ body }, index) =>
		body === undefined || inline(body.bytes)
			? []
			: [
					`base64 -d >body${index} <<'END'\n${body.bytes.toString("base64").replace(/(.{76})/g, "$1\n")}\nEND`,
				],
	);
	const sums = requests.some(({ text = true }) => !text);
	const files = sums || bodies.length > 0 || trusts !== undefined;
	return [
		straightCurl,
		...(files
			? ["umask 077", 'place=$(mktemp -d) && cd "$place" || exit']
			: []),
		...bodies,
		...(trusts === undefined
			? []
			: [`cat >trusted <<'END'\n${trusts.trimEnd()}\nEND`]),
		`curl -q -K - <<'END ${mark}'`,
		blocks.join("\nnext\n"),
		`END ${mark}`,
		"exit=$?",
		...(sums ? ["sha256sum answer* 2>/dev/null"] : []),
		...(files ? ['cd / && rm -rf "$place"'] : []),
		"exit $exit",
	].join("\n");
}

/** `https://www.example.com/a` -> `http://www.example.com:80/a` */
function inClear(url: string, port: number): string {
	const found = new URL(url);
	return `http://${found.hostname}:${port}${found.pathname}${found.search}`;
}

/** Whether the configuration can say it: one line of text, that curl does not take for the name of a file. */
function inline(bytes: Buffer): boolean {
	const text = bytes.toString();
	return (
		!/^@|\p{Cc}/u.test(text) &&
		text.length < 10_000 &&
		Buffer.from(text).equals(bytes)
	);
}

/** Quotes a value for a configuration file of curl. */
function quoted(text: string): string {
	return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

/** Reads the answers to all requests from the output of such a script. */
export function readAnswers(
	output: string,
	mark: string,
	requests: number,
	named: NamedBy,
) {
	// for each request: the printed answer, then its status and type; after the last one come the checksums
	const parts = output.split(new RegExp(`\\n@${mark} (\\d+) ?([^\\n]*)\\n`));
	const sums = new Map(
		[...(parts.at(-1) ?? "").matchAll(/^([0-9a-f]{64}) {2}answer(\d+)$/gm)].map(
			([, sum = "", index]) => [Number(index), sum],
		),
	);
	return Array.from({ length: requests }, (_, index) => {
		const [printed = "", status = "0", type = ""] = parts.slice(3 * index);
		const [head, text] = headAndText(printed);
		return {
			status: Number(status),
			type: type.trim(),
			realServer: namesIn(head, named)[0] ?? "",
			text,
			sha256: sums.get(index) ?? "",
			at: timeIn(head),
			cookies: cookiesOf(head),
		};
	});
}

function timeIn(head: string): number | undefined {
	const time = Date.parse(/^date: *(.*?)\r?$/im.exec(head)?.[1] ?? "");
	return Number.isNaN(time) ? undefined : time / 1000;
}

/** Separates the head from the text. An interim answer (100) belongs to the head. */
function headAndText(printed: string): readonly [string, string] {
	const heads =
		/^(?:HTTP\/\S+ 1\d\d[\s\S]*?\r\n\r\n)*HTTP\/[\s\S]*?\r\n\r\n/.exec(
			printed,
		)?.[0];
	return heads === undefined
		? [printed, ""]
		: [heads, printed.slice(heads.length)];
}

/** Reads name and value of each cookie. The value is empty where the cookie has ended. */
function cookiesOf(head: string): (readonly [string, string])[] {
	const given = [...head.matchAll(/^set-cookie:(.*)$/gim)].map(
		([, text = ""]) => text,
	);
	return parseSetCookie(given, { decodeValues: false, silent: true }).map(
		({ name, value, maxAge, expires }) => {
			// Max-Age goes before Expires (RFC 6265, 5.3).
			const over =
				maxAge === undefined
					? expires !== undefined && expires < new Date()
					: maxAge <= 0;
			return [name, over ? "" : value] as const;
		},
	);
}
