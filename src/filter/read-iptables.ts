import { targetOf } from "./iptables-target.ts";
import {
	addresses,
	flagged,
	marked,
	ofState,
	ports,
	protocolOf,
} from "./iptables-values.ts";
import {
	always,
	type Chain,
	type Field,
	type Hook,
	type Match,
	never,
	type Part,
	type Rule,
	type Value,
} from "./ruleset.ts";

const priorities: Readonly<Record<string, number>> = {
	raw: -300,
	mangle: -150,
	nat: -100,
	filter: 0,
	security: 50,
};

/** The table nat is asked before routing for the destination, and at the end of a way for the source. */
function priorityOf(table: string, hook: string): number {
	return table === "nat" && /^(input|postrouting)$/.test(hook)
		? 100
		: (priorities[table] ?? 0);
}

const hooks: ReadonlySet<string> = new Set<Hook>([
	"prerouting",
	"input",
	"forward",
	"output",
	"postrouting",
]);

/** Reads the output of `iptables-save`. @param program the name for its tables: `iptables`, `iptables-legacy` */
export function readIptables(
	program: string,
	lines: readonly string[],
): Chain[] {
	const chains = new Map<string, Chain & { rules: Rule[] }>();
	let table = "";
	for (const line of lines) {
		if (line.startsWith("*")) table = line.slice(1).trim();
		const [, name = "", policy = ""] = /^:(\S+) (\S+)/.exec(line) ?? [];
		if (name !== "") {
			const hook = name.toLowerCase();
			chains.set(`${table} ${name}`, {
				table: `${program} table ${table}`,
				name,
				base:
					policy !== "-" && hooks.has(hook)
						? {
								hook: hook as Hook,
								priority: priorityOf(table, hook),
								nat: table === "nat",
								policy: policy === "DROP" ? "drop" : "accept",
							}
						: undefined,
				rules: [],
			});
		}
		const [, chain, rule = ""] =
			/^(?:\[\S+\] )?-A (\S+) ?(.*)$/.exec(line) ?? [];
		if (chain !== undefined)
			chains.get(`${table} ${chain}`)?.rules.push({
				text: `-A ${chain} ${rule}`.trim(),
				parts: readParts(wordsOf(rule)),
			});
	}
	return [...chains.values()];
}

function wordsOf(text: string): string[] {
	return [...text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/g)].map(
		([, quoted, plain]) => plain ?? quoted ?? "",
	);
}

/** Options that match nothing, with the number of their words. */
const idle: Readonly<Record<string, number>> = {
	"--comment": 1,
	"-m": 1,
	"-c": 2,
	"--set-counters": 2,
};

/** Options of a rate or of a client's history: some packets of every kind match. */
const depends =
	/^--(limit|limit-burst|hashlimit.*|seconds|hitcount|rcheck|update|set|remove|rttl|rsource|rdest|name|mask|connlimit.*|probability|mode|every|packet|quota|ttl-.*|length)$/;

/** Whether the types of addresses in a rule are those on the device by which the packet came. */
function limitsToDevice(words: readonly string[]): boolean {
	return words.includes("--limit-iface-in");
}

function readParts(words: readonly string[]): Part[] {
	const parts: Part[] = [];
	let at = 0;
	let not = false;
	let module = "";
	const next = () => words[++at] ?? "";
	const match = (match: Match) => parts.push({ kind: "match", match });
	const rows = (field: Field, values: readonly (Value | undefined)[]) => {
		const known = values.flatMap((value) =>
			value === undefined ? [] : [[value]],
		);
		match(
			known.length < values.length
				? { kind: "unread", why: `a value of ${words[at]}` }
				: { kind: "fields", fields: [field], rows: known, not },
		);
	};
	for (; at < words.length; at++) {
		const word = words[at] ?? "";
		if (word === "!") {
			not = true;
			continue;
		}
		if (word in idle) {
			if (word === "-m") module = words[at + 1] ?? "";
			at += idle[word] ?? 0;
			if (
				word === "-m" &&
				["socket", "ipvs", "rpfilter", "connmark"].includes(module)
			)
				match({ kind: "unread", why: `"-m ${module}" cannot be judged` });
		} else if (word === "-s") rows("from", next().split(",").map(addresses));
		else if (word === "-d") rows("to", next().split(",").map(addresses));
		else if (word === "-i") rows("in", [next().replace(/\+$/, "*")]);
		else if (word === "-o") rows("out", [next().replace(/\+$/, "*")]);
		else if (word === "-p") rows("protocol", [protocolOf(next())]);
		else if (/^--(dport|destination-port|dports)$/.test(word))
			rows("toPort", next().split(",").map(ports));
		else if (/^--(sport|source-port|sports)$/.test(word))
			rows("fromPort", next().split(",").map(ports));
		else if (/^--(ctstate|state)$/.test(word)) match(ofState(next(), not));
		else if (word === "--dst-type")
			rows(
				limitsToDevice(words) ? "kindHere" : "kind",
				next().toLowerCase().split(","),
			);
		else if (word === "--limit-iface-in") continue;
		else if (word === "--mark" && module === "connmark") at++;
		else if (word === "--mark") match(marked(next(), not));
		else if (word === "--tcp-flags") match(flagged(next(), next(), not));
		else if (word === "--syn") match(flagged("FIN,SYN,RST,ACK", "SYN", not));
		else if (word === "--icmp-type") at++;
		else if (word === "-f") match(not ? always : never);
		else if (depends.test(word)) {
			if (!(words[at + 1] ?? "-").startsWith("-")) at++;
			match({ kind: "depends" });
		} else if (word === "-j" || word === "-g") {
			const target = next();
			parts.push(...targetOf(target, word === "-g", words.slice(at + 1)));
			break;
		} else {
			match({ kind: "unread", why: `"${word}" cannot be judged` });
			while (!/^[-!]/.test(words[at + 1] ?? "-")) at++;
		}
		not = false;
	}
	return parts;
}
