import { placeOf, refuse } from "../notes.ts";
import { type Settings, sortOut, type Vocabulary } from "../sort-out.ts";
import {
	type Asks,
	type CheckContext,
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./found-check.ts";
import { statusesOf } from "./statuses-of.ts";

const urlWords: Vocabulary = {
	of: "a url",
	read: [
		...["path", "status_code", "virtualhost", "digest"],
		...["regex", "regex_no_match", "regex_options"],
	],
	meaningless: ["regex_stack", "tls_compliant"],
	refused: {
		regex_min_offset:
			"the place in a page cannot be said; `text` may stand anywhere in it",
		regex_max_offset:
			"the place in a page cannot be said; `text` may stand anywhere in it",
	},
};

const vocabulary: Vocabulary = {
	of: "a check of a page",
	read: [...ofEveryCheck, "url", "virtualhost", "enable_sni", "sni_name"],
	meaningless: [
		...meaninglessInChecks,
		...["http_protocol", "fast_recovery", "tls_compliant"],
	],
	refused: {},
};

/** `HTTP_GET`, and by TLS `SSL_GET`. */
export const pageCheck = (kind: "http" | "https"): CheckReader => ({
	vocabulary,
	usual: { retry: 1, delayBeforeRetry: 3 },
	timeout: "connect_timeout",
	read: (context) => readPage(kind, context),
});

function readPage(
	kind: "http" | "https",
	{ own, setting, notes }: CheckContext,
): Asks | string {
	const [url, ...more] = own.all("url");
	if (url === undefined) return "it names no url, so nothing is asked";
	const settings = sortOut(url.block, urlWords, notes);
	if (settings.doubtful !== undefined)
		return `what it asks depends on the machine, line ${settings.doubtful.line}`;
	const path = settings.last("path")?.values[0];
	if (path === undefined) return "its url has no path";
	for (const other of more) {
		const [of] = (other.block ?? []).filter(
			({ keyword }) => keyword === "path",
		);
		refuse(
			notes,
			{ ...placeOf(other), text: `url ${of?.values[0] ?? ""}`.trim() },
			`a check asks for one page, and ${path} is declared; let that page tell of all`,
		);
	}
	const status = statusesOf(settings.last("status_code"));
	if (typeof status === "string") return status;
	const digest = settings.last("digest");
	if (digest !== undefined)
		refuse(
			notes,
			digest,
			'the checksum of a page cannot be declared; write `text: "..."` with what must stand in it',
		);
	const sni = own.last("sni_name");
	const hostName = (settings.last("virtualhost") ?? setting("virtualhost"))
		?.values[0];
	if (sni !== undefined && sni.values[0] !== hostName)
		refuse(
			notes,
			sni,
			"a name in TLS that is not that of the site cannot be declared; `hostName` is both",
		);
	const text = textOf(settings, notes);
	return {
		kind,
		fields: {
			[kind]: path,
			...(hostName === undefined ? {} : { hostName }),
			...(status.length === 1 && status[0] === 200 ? {} : { status }),
			...(text === undefined ? {} : { text }),
		},
		remarks: [],
	};
}

/** The text that a regular expression looks for, where it is plain text. */
function textOf(
	settings: Settings,
	notes: CheckContext["notes"],
): string | undefined {
	const regex = settings.last("regex");
	if (regex === undefined) return undefined;
	const text = regex.values.join(" ");
	const but = settings.last("regex_no_match", "regex_options");
	if (but !== undefined) {
		refuse(
			notes,
			regex,
			`with ${but.keyword} it cannot be declared; write \`text: "..."\` with what must stand in the page`,
		);
		return undefined;
	}
	const plain = text.replace(/\\([^A-Za-z0-9\s])/g, "");
	if (/[\\^$.*+?()[\]{}|]/.test(plain)) {
		refuse(
			notes,
			regex,
			'a regular expression cannot be declared; write `text: "..."` with plain text that must stand in the page',
		);
		return undefined;
	}
	return text.replace(/\\([^A-Za-z0-9\s])/g, "$1");
}
