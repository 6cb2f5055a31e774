import type { AlsoPage } from "../model/also-leaf.ts";
import type { Check, Cluster, Director } from "../model/cluster.ts";
import { programDirectory } from "../model/program-directory.ts";
import { askWords } from "./asked.ts";
import type { CheckedPlace } from "./checked-place.ts";

type PageAsks = Extract<Check["asks"], { readonly kind: "http" | "https" }>;

/** One real server in the configuration of keepalived. Each option is on a line of its own, as keepalived reads the rest of a line as one value. */
export function checkBlock(
	place: CheckedPlace,
	cluster: Cluster,
	director: Director,
): string {
	const { asks, timeoutSeconds, failures, retrySeconds, everySeconds } =
		place.check;
	const times = [
		`retry ${failures - 1}`,
		// counted from the end of a try, and by MISC_CHECK from its beginning (check_misc.c, last_ran): there the next one begins at once after one
		// that took longer than this, and a real server that does not answer is out sooner
		`delay_before_retry ${retrySeconds}`,
		`delay_loop ${everySeconds}`,
	];
	const way = [
		...(place.mark === undefined
			? [`connect_ip ${place.address}`, `connect_port ${place.to}`]
			: [
					`connect_ip ${cluster.vip}`,
					`connect_port ${place.to}`,
					// otherwise the VIP would be the source, and no answer would come back
					`bindto ${director.address}`,
					`fwmark ${place.mark}`,
				]),
		`connect_timeout ${timeoutSeconds}`,
		...times,
	];
	switch (asks.kind) {
		case "tcp":
			return asks.talk === undefined
				? block("TCP_CHECK", way)
				: block("MISC_CHECK", asked(place, cluster, times));
		case "http":
		case "https":
			if (asks.verify !== undefined)
				return block("MISC_CHECK", asked(place, cluster, times));
			// keepalived requires all of them to pass
			return [asks, ...(asks.also ?? [])]
				.map((page) => pageBlock(page, asks, way))
				.join("\n");
		case "dns":
			return block("DNS_CHECK", [
				`type ${asks.recordType}`,
				`name ${asks.name}`,
				...way,
			]);
		case "udp":
			return block("UDP_CHECK", [
				`payload ${inHex(asks.send)}`,
				`require_reply ${inHex(asks.expect)}`,
				// if an answer is shorter, keepalived only compares the bytes that are there
				`min_reply_length ${asks.expect.length}`,
				`max_reply_length ${longestDatagram}`,
				...way,
			]);
		case "command":
			return block("MISC_CHECK", [
				`misc_path "${asks.path} ${place.address} ${place.port}"`,
				`misc_timeout ${Math.ceil(timeoutSeconds)}`,
				`user ${asks.runAs}`,
				...times,
			]);
	}
}

/** Whether keepalived is to look for a text in a page. It may be built without that (`--enable-regex`), as RHEL's is: then it leaves the line out. */
export function looksForText({ asks }: Check): boolean {
	return (
		(asks.kind === "http" || asks.kind === "https") &&
		asks.verify === undefined &&
		[asks, ...(asks.also ?? [])].some(({ text }) => text !== undefined)
	);
}

/** One page of a check, for which keepalived asks itself. */
function pageBlock(
	{ path, status, text, digest }: AlsoPage,
	{ kind, hostName }: PageAsks,
	way: readonly string[],
): string {
	return block(kind === "http" ? "HTTP_GET" : "SSL_GET", [
		...(kind === "https" && hostName !== undefined ? ["enable_sni"] : []),
		"url {",
		...indented([
			// otherwise ! begins a comment, even after a backslash, which is gone when keepalived reads its own copy of the file
			`path "${path}"`,
			...(hostName === undefined ? [] : [`virtualhost ${hostName}`]),
			`status_code ${status.join(" ")}`,
			...(digest === undefined ? [] : [`digest ${digest}`]),
			...(text === undefined ? [] : [`regex ${quoted(literal(text))}`]),
		]),
		"}",
		...way,
	]);
}

/**
 * A question that our program asks by the same way, as keepalived cannot ask it. The program ends in time and says why; keepalived would only end it some
 * seconds later.
 */
function asked(
	place: CheckedPlace,
	cluster: Cluster,
	times: readonly string[],
): string[] {
	const program = `${programDirectory(cluster.name)}/ask`;
	return [
		`misc_path "${[program, ...askWords(place, cluster)].join(" ")}"`,
		`misc_timeout ${Math.ceil(place.check.timeoutSeconds) + 3}`,
		"user root",
		...times,
	];
}

/** The most that one packet of IPv4 can carry. */
const longestDatagram = 65507;

function block(name: string, lines: readonly string[]): string {
	return [`${name} {`, ...indented(lines), "}"]
		.map((line) => `\t\t${line}`)
		.join("\n");
}

function indented(lines: readonly string[]): string[] {
	return lines.map((line) => `\t${line}`);
}

/** A regular expression that matches exactly this text. */
function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|#]/g, "\\$&");
}

/** A word of keepalived's configuration, in which a backslash escapes. */
function quoted(text: string): string {
	return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

function inHex(bytes: readonly number[]): string {
	return Buffer.from(bytes).toString("hex");
}
