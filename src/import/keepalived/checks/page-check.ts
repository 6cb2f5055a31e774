import type { Asks } from "../../configuration/found-check.ts";
import { refuse } from "../../configuration/notes.ts";
import { noExpression, plainText } from "../../configuration/plain-text.ts";
import { placeOf } from "../../place-of.ts";
import { type Settings, sortOut } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import type { Vocabulary } from "../vocabulary.ts";
import {
	type CheckContext,
	type CheckReader,
	meaninglessInChecks,
	ofEveryCheck,
} from "./check-reader.ts";
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
			"the place in a page cannot be declared; `text` may be anywhere in it",
		regex_max_offset:
			"the place in a page cannot be declared; `text` may be anywhere in it",
	},
	blocks: [],
};

const vocabulary: Vocabulary = {
	of: "a check of a page",
	read: [...ofEveryCheck, "url", "virtualhost", "enable_sni", "sni_name"],
	meaningless: [
		...meaninglessInChecks,
		...["http_protocol", "fast_recovery", "tls_compliant"],
	],
	refused: {},
	blocks: ["url"],
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
	const page = readUrl(url, notes);
	if (typeof page === "string") return page;
	const usualName = setting("virtualhost")?.values[0];
	const hostName = page.hostName ?? usualName;
	const sni = own.last("sni_name");
	if (sni !== undefined && sni.values[0] !== hostName)
		refuse(
			notes,
			sni,
			"a name in TLS that is not that of the site cannot be declared; `hostName` is both",
		);
	const also = more.flatMap((other) => {
		const next = readUrl(other, notes);
		const wrong =
			typeof next === "string"
				? next
				: (next.hostName ?? usualName) === hostName
					? undefined
					: `a check asks for pages of one site, and this one is of ${next.hostName ?? usualName ?? "the first one of its web server"}; let that page report on all of them`;
		if (wrong === undefined && typeof next !== "string")
			return [{ page: next.path, ...next.good }];
		refuse(
			notes,
			{ ...placeOf(other), text: `url ${pathIn(other)}`.trim() },
			wrong ?? "it cannot be read",
		);
		return [];
	});
	return {
		kind,
		fields: {
			[kind]: page.path,
			...(hostName === undefined ? {} : { hostName }),
			...page.good,
			...(also.length === 0 ? {} : { also }),
		},
		remarks: [],
	};
}

/** One page of a check, in the words of a declaration. */
interface Page {
	readonly path: string;
	/** Undefined: that of the check. */
	readonly hostName: string | undefined;
	readonly good: {
		readonly status?: readonly number[];
		readonly text?: string;
		readonly digest?: string;
	};
}

function pathIn({ block = [] }: Statement): string {
	return block.find(({ keyword }) => keyword === "path")?.values[0] ?? "";
}

/** A string says why it cannot be declared. */
function readUrl(url: Statement, notes: CheckContext["notes"]): Page | string {
	const settings = sortOut(url.block, urlWords, notes);
	if (settings.doubtful !== undefined)
		return `what it asks depends on the machine, line ${settings.doubtful.line}`;
	const path = settings.last("path")?.values[0];
	if (path === undefined) return "its url has no path";
	const status = statusesOf(settings.last("status_code"));
	if (typeof status === "string") return status;
	const digest = settings.last("digest");
	const text = textOf(settings, notes);
	return {
		path,
		hostName: settings.last("virtualhost")?.values[0],
		good: {
			...(status.length === 1 && status[0] === 200 ? {} : { status }),
			...(text === undefined ? {} : { text }),
			...(digest === undefined ? {} : { digest: digest.values[0] ?? "" }),
		},
	};
}

/** The text that a regular expression looks for, if it is plain text. */
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
	const plain = plainText(text);
	if (plain === undefined) refuse(notes, regex, noExpression);
	return plain;
}
