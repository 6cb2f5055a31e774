import { parseSetCookie } from "set-cookie-parser";

import { defaults } from "../model/defaults.ts";
import { headerOf } from "./header-of.ts";
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
}

/** How a site is connected to. */
export interface Way {
	/** Host and port of the site's address. */
	readonly host: string;
	readonly port: number;
	/** The IPv4 address and port to connect to instead: the VIP, or one real server. */
	readonly to: string;
}

/** The shell script that makes requests by curl. Passwords and cookies reach curl in private files, never as arguments. */
export function curlScript(
	requests: readonly Request[],
	mark: string,
	{ host, port, to }: Way,
	cookies: ReadonlyMap<string, string>,
): string {
	const cookie = [...cookies]
		.map(([name, value]) => `${name}=${value}`)
		.join("; ");
	const blocks = requests.map((request, index) => {
		const { form, body, headers = {} } = request;
		const posts = form !== undefined || body !== undefined;
		return [
			"silent",
			`url = ${quoted(request.url)}`,
			`connect-to = ${quoted(`${host}:${port}:${to}`)}`,
			"http1.1",
			"connect-timeout = 10",
			"max-time = 60",
			`request = ${quoted(request.method ?? (posts ? "POST" : "GET"))}`,
			...Object.entries({
				"User-Agent": "Mozilla/5.0 (pulumi-lvs)",
				Connection: "close",
				...(cookie === "" ? {} : { Cookie: cookie }),
				...(body === undefined ? {} : { "Content-Type": body.type }),
				...headers,
			}).map(([name, value]) => `header = ${quoted(`${name}: ${value}`)}`),
			...(form === undefined
				? []
				: [`data = ${quoted(new URLSearchParams(form).toString())}`]),
			...(body === undefined ? [] : [`data-binary = "@body${index}"`]),
			`output = "text${index}"`,
			`dump-header = "head${index}"`,
			`write-out = ${quoted(`\n@${mark} status ${index} %{http_code} %{content_type}\n`)}`,
		].join("\n");
	});
	const bodies = requests.flatMap(({ body }, index) =>
		body === undefined
			? []
			: [
					`base64 -d >body${index} <<'END'\n${body.bytes.toString("base64").replace(/(.{76})/g, "$1\n")}\nEND`,
				],
	);
	const texts = requests.map(
		({ text = true }, index) =>
			`echo "@${mark} head ${index}"; cat head${index} 2>/dev/null; echo "@${mark} text ${index}"${text ? `; cat text${index} 2>/dev/null; echo` : ""}`,
	);
	return `command -v curl >/dev/null || exit 127
umask 077
place=$(mktemp -d) && cd "$place" || exit
${bodies.join("\n")}
cat >config <<'END ${mark}'
${blocks.join("\nnext\n")}
END ${mark}
curl -K config
exit=$?
${texts.join("\n")}
echo "@${mark} sums"
sha256sum text* 2>/dev/null
cd / && rm -rf "$place"
exit $exit`;
}

/** Quotes a value for a configuration file of curl. */
function quoted(text: string): string {
	return `"${text.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}

/** Reads the answer to one request from the output of such a script. */
export function readAnswer(output: string, mark: string, index: number) {
	const section = (name: string) => {
		const from = `@${mark} ${name}\n`;
		const at = output.indexOf(from);
		if (at < 0) return "";
		const rest = output.slice(at + from.length);
		const end = rest.indexOf(`@${mark} `);
		return end < 0 ? rest : rest.slice(0, end);
	};
	const [, status = "0", type = ""] =
		new RegExp(`@${mark} status ${index} (\\d+) ([^\\n]*)`).exec(output) ?? [];
	const head = section(`head ${index}`);
	const cookies = parseSetCookie(
		[...head.matchAll(/^set-cookie:(.*)$/gim)].map(([, given = ""]) => given),
		{ decodeValues: false, silent: true },
	).map(({ name, value, maxAge, expires }) => {
		// Max-Age goes before Expires (RFC 6265, 5.3).
		const over =
			maxAge === undefined
				? expires !== undefined && expires < new Date()
				: maxAge <= 0;
		return [name, over ? "" : value] as const;
	});
	return {
		status: Number(status),
		type: type.trim(),
		realServer: headerOf(head, defaults.header) ?? "",
		text: section(`text ${index}`).replace(/\n$/, ""),
		sha256:
			new RegExp(`^([0-9a-f]{64}) +text${index}$`, "m").exec(
				section("sums"),
			)?.[1] ?? "",
		cookies,
	};
}
