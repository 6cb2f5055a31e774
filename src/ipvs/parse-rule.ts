import { parseEndpoint } from "./address.ts";
import { ipvsadmDefaults } from "./ipvsadm-defaults.ts";
import { cutService } from "./key.ts";
import type { Match, Rule, Table, TunnelRule } from "./rule.ts";
import { tableOf } from "./rule.ts";

/** Reads one line of `ipvsadm -Sn` or of a rule file, `-A ...` or `-a ...`. Undefined for any other line. */
export function parseLine(line: string): Rule | undefined {
	const words = line.trim().split(/\s+/);
	const [command, ...rest] = /^(\S*\/)?ipvsadm$/.test(words[0] ?? "")
		? words.slice(1)
		: words;
	return command === "-A" || command === "-a" ? parseWords(rest) : undefined;
}

/**
 * Reads a rule from its key and its attributes, as they stand in `Desired.ipvs`.
 *
 * @throws Error where they are no rule: a bug, as our own components wrote them.
 */
export function parseRule(key: string, attributes: string): Rule {
	const rule = parseWords(`${key} ${attributes}`.trim().split(/\s+/));
	if (rule === undefined) throw new Error(`${key} ${attributes} is no rule`);
	return rule;
}

/** Reads the rules of `Desired.ipvs` into a table. */
export function parseTable(rules: Readonly<Record<string, string>>): Table {
	return tableOf(
		Object.entries(rules).map(([key, attributes]) =>
			parseRule(key, attributes),
		),
	);
}

function parseWords(words: readonly string[]): Rule | undefined {
	const [[option = "", target = "", sixth], rest] = cutService(words);
	const service = parseMatch(option, target, sixth === undefined ? 4 : 6);
	if (service === undefined) return undefined;
	const [first, server = "", ...more] = rest;
	if (first !== "-r") {
		const found = read(rest, serviceOptions);
		const seconds = found.values.get("-p");
		return {
			kind: "service",
			match: service,
			scheduler: found.values.get("-s") ?? ipvsadmDefaults.scheduler,
			persistence:
				seconds === undefined
					? undefined
					: { seconds: Number(seconds), mask: found.values.get("-M") },
			onePacket: found.plain.has("-o"),
			flags: found.values.get("-b")?.split(",") ?? [],
			others: found.others,
		};
	}
	// as ipvsadm takes it: a real server without a port has that of its service
	const endpoint = parseEndpoint(
		server,
		service.protocol === "fwmark" ? 0 : service.port,
	);
	if (endpoint === undefined) return undefined;
	const { values, plain, others } = read(more, serverOptions);
	return {
		kind: "server",
		service,
		...endpoint,
		method: plain.has("-m") ? "m" : plain.has("-i") ? "i" : "g",
		weight: Number(values.get("-w") ?? ipvsadmDefaults.weight),
		tunnel: parseTunnel(values, plain),
		upper: Number(values.get("-x") ?? 0),
		lower: Number(values.get("-y") ?? 0),
		others,
	};
}

const protocols: ReadonlyMap<string, "tcp" | "udp" | "sctp"> = new Map([
	["-t", "tcp"],
	["-u", "udp"],
	["--sctp-service", "sctp"],
]);

/** @param family the address family where `option` is a mark, which does not show it. */
export function parseMatch(
	option: string,
	target: string,
	family: 4 | 6 = 4,
): Match | undefined {
	if (option === "-f")
		return /^\d+$/.test(target)
			? { protocol: "fwmark", mark: Number(target), family }
			: undefined;
	const protocol = protocols.get(option);
	const endpoint = parseEndpoint(target);
	return protocol === undefined || endpoint === undefined
		? undefined
		: { protocol, ...endpoint };
}

function parseTunnel(
	values: ReadonlyMap<string, string>,
	plain: ReadonlySet<string>,
): TunnelRule | undefined {
	const type = values.get("--tun-type");
	if (type === undefined) return undefined;
	const port = values.get("--tun-port");
	return {
		type,
		port: port === undefined ? undefined : Number(port),
		checksum: checksums.find((name) => plain.has(`--tun-${name}`)),
	};
}

const checksums = ["nocsum", "csum", "remcsum"];

interface Options {
	/** Options that take a value. Those in `plain` take none. */
	readonly valued: ReadonlySet<string>;
	readonly plain: ReadonlySet<string>;
}

const serviceOptions: Options = {
	valued: new Set(["-s", "-p", "-M", "-b"]),
	plain: new Set(["-o"]),
};
const serverOptions: Options = {
	valued: new Set(["-w", "-x", "-y", "--tun-type", "--tun-port"]),
	plain: new Set([
		"-g",
		"-m",
		"-i",
		...checksums.map((name) => `--tun-${name}`),
	]),
};

function read(words: readonly string[], options: Options) {
	const values = new Map<string, string>();
	const plain = new Set<string>();
	const others: string[] = [];
	for (let i = 0; i < words.length; i += 1) {
		const word = words[i] ?? "";
		const value = words[i + 1];
		if (options.valued.has(word) && value !== undefined) {
			values.set(word, value);
			i += 1;
		} else if (options.plain.has(word)) plain.add(word);
		else others.push(word);
	}
	return { values, plain, others };
}
