import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { declareGiven } from "../src/cli/import/declare-given.ts";
import { findIncluded } from "../src/cli/import/find-included.ts";
import type { Unread } from "../src/import/script/read-script.ts";

// Counts how many keepalived.conf or ldirectord.cf of a folder `lvsctl import` declares whole: it prints a declaration, and names no line that it leaves out.
// Lines that mean nothing here ("left out: ...") and those that work otherwise, which are said, do not count. See docs/import.md.

/** Why a text is not counted. */
const uncounted: readonly (readonly [string, RegExp])[] = [
	[
		"a template",
		/\{\{|\{%|<%|@@\w+@@|\$\([A-Z][A-Z0-9_]*\)|<(IP|NETMASK|port|string|STRING|INTEGER)[A-Z ]*>|^\s*(EOF|cat .*<<)/m,
	],
	// of the whole text, not of a line
	["no virtual service", /^(?![\s\S]*\bvirtual(_server\s|6?[ \t]*=))/],
	["virtual_server_group", /^\s*virtual_server_group\b/m],
	[
		"IPv6",
		/^\s*(virtual6|real6|fallback6)[ \t]*=|^\s*(virtual_server|real_server|sorry_server|[0-9a-f]*:[0-9a-f:]*(\/\d+)?)\s*[0-9a-f]*:[0-9a-f:]*|^\s*[0-9a-f]{1,4}:[0-9a-f:]+(\/\d+)?(\s|$)/im,
	],
];

/** What is said of a line that keepalived or ldirectord itself refuses, does not know, or takes for nothing. */
const mistake =
	/ldirectord refuses the line| is not known in |where (keepalived|ldirectord) does not read |is never closed|closes nothing|behind no keyword|takes NAT, DR or TUN|no flag of the scheduler|is not an IPv4 address|adds this .* already|unknown scheduler|takes (a|an|the) .*and .* is none|names no (url|program)|has no path|it counts for UDP alone|keepalived runs that one alone/;

/** A file of the folder, and what became of it. */
interface Counted {
	readonly file: string;
	readonly result: string;
	readonly lines: readonly Unread[];
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.map((name) => join(folder, name))
		.filter((path) => statSync(path).isFile())
		.sort();
}

/** Without comments and blanks: two copies of a file count once. */
function essence(text: string): string {
	return text
		.split("\n")
		.map((line) => line.replace(/[#!].*/, "").trim())
		.filter(Boolean)
		.join("\n");
}

function judge(path: string, text: string): Omit<Counted, "file"> {
	const bare = text.replace(/[#!].*$/gm, "");
	const why = uncounted.find(([, pattern]) => pattern.test(bare));
	if (why !== undefined) return { result: `not counted: ${why[0]}`, lines: [] };
	try {
		const { clusters, unread } = declareGiven({ kind: "text", text }, path, {
			piped: false,
			markVip: undefined,
			find: findIncluded(path),
		});
		if (unread.some(({ reason }) => reason.startsWith("no such file")))
			return { result: "not counted: includes what is not here", lines: [] };
		if (clusters.length > 0 && unread.length === 0)
			return { result: "whole", lines: [] };
		return unwhole(unread);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		return unwhole([{ line: 0, text: "", reason }]);
	}
}

/** One line that its program does not take makes it no configuration, whatever else is in it. */
function unwhole(lines: readonly Unread[]): Omit<Counted, "file"> {
	return {
		result: lines.some(({ reason }) => mistake.test(reason))
			? "mistaken: keepalived or ldirectord itself refuses a line, or does not know it"
			: "not whole",
		lines,
	};
}

const [folder = ""] = process.argv.slice(2);
if (folder === "") {
	console.error("usage: script/import-count FOLDER");
	process.exit(2);
}
const seen = new Set<string>();
const all: Counted[] = filesIn(folder).map((path) => {
	const file = relative(folder, path);
	const text = readFileSync(path, "utf8");
	const own = essence(text);
	if (seen.has(own))
		return { file, result: "not counted: a copy of another", lines: [] };
	seen.add(own);
	return { file, ...judge(path, text) };
});

/** What is said, without what is this line's own. */
function kindOf({ reason }: Unread): string {
	return reason
		.replace(/"[^"]*"/g, '"…"')
		.replace(/\d+(\.\d+){3}(:\d+)?/g, "…")
		.replace(/\d+/g, "N")
		.slice(0, 110);
}

function tally(words: readonly string[]): [string, number][] {
	const counts = new Map<string, number>();
	for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
	return [...counts].sort(([, one], [, other]) => other - one);
}

for (const { file, result, lines } of all) {
	console.log(`${result}\t${file}`);
	for (const { line, text, reason } of lines)
		console.log(`\t${line}: ${text}: ${reason}`);
}
console.log("\nfiles  result");
for (const [result, count] of tally(all.map(({ result }) => result)))
	console.log(`${String(count).padStart(5)}  ${result}`);
console.log("\nfiles  reason, in those that are not whole");
for (const [kind, count] of tally(
	all
		.filter(({ result }) => result === "not whole")
		.flatMap(({ lines }) => [...new Set(lines.map(kindOf))]),
))
	console.log(`${String(count).padStart(5)}  ${kind}`);
const whole = all.filter(({ result }) => result === "whole").length;
const rest = all.filter(({ result }) => result === "not whole").length;
console.log(
	`\n${whole} of ${whole + rest} whole (${Math.round((100 * whole) / Math.max(1, whole + rest))} %), and ${all.filter(({ result }) => result.startsWith("mistaken")).length} that keepalived or ldirectord itself would not take`,
);
