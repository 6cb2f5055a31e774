import { parseEndpoint } from "./address.ts";
import { ipvsadmDefaults } from "./ipvsadm-defaults.ts";
import {
	ipvsadmOptions,
	serverOptions,
	serviceOptions,
	written,
} from "./ipvsadm-options.ts";
import { cutService } from "./key.ts";
import type { Match, Rule, ServerRule, Table, TunnelRule } from "./rule.ts";
import { tableOf, usualPort } from "./rule.ts";

/** Reads one line of `ipvsadm -Sn` or of a rule file, `-A ...` or `-a ...`. Undefined for any other line. */
export function parseLine(line: string): Rule | undefined {
	const words = line.trim().split(/\s+/);
	const [command, ...rest] = /^(\S*\/)?ipvsadm$/.test(words[0] ?? "")
		? words.slice(1)
		: words;
	return command === "-A" || command === "-a" ? parseWords(rest) : undefined;
}

/**
 * Reads a rule from its key and its attributes in `Desired.ipvs`.
 *
 * @throws Error if they are no rule: this is a bug, as our own components wrote them.
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
		const { given, others } = read(rest, ofServices);
		const seconds = given.get("persistent");
		return {
			kind: "service",
			match: service,
			scheduler: given.get("scheduler") ?? ipvsadmDefaults.scheduler,
			persistence:
				seconds === undefined
					? undefined
					: { seconds: Number(seconds), mask: given.get("netmask") },
			onePacket: given.has("ops"),
			flags: given.get("sched-flags")?.split(",") ?? [],
			others,
		};
	}
	// ipvsadm does the same: a real server without a port has that of its service
	const endpoint = parseEndpoint(server, usualPort(service));
	if (endpoint === undefined) return undefined;
	const { given, others } = read(more, ofServers);
	return {
		kind: "server",
		service,
		...endpoint,
		method: methodIn(given),
		weight: Number(given.get("weight") ?? ipvsadmDefaults.weight),
		tunnel: parseTunnel(given),
		upper: Number(given.get("u-threshold") ?? ipvsadmDefaults.threshold),
		lower: Number(given.get("l-threshold") ?? ipvsadmDefaults.threshold),
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

/** Long name of an option -> its value, "" where it has none. */
type Given = ReadonlyMap<string, string>;

/** The method that the options of a real server name, or ipvsadm's default. */
export function methodIn(given: Given): ServerRule["method"] {
	return given.has("masquerading") ? "m" : given.has("ipip") ? "i" : "g";
}

function parseTunnel(given: Given): TunnelRule | undefined {
	const type = given.get("tun-type");
	if (type === undefined) return undefined;
	const port = given.get("tun-port");
	return {
		type,
		port: port === undefined ? undefined : Number(port),
		checksum: checksums.find((name) => given.has(`tun-${name}`)),
	};
}

const checksums = ["nocsum", "csum", "remcsum"];

/** An option as ipvsadm prints it -> its long name, and whether a value follows. */
type Options = ReadonlyMap<
	string,
	{ readonly name: string; readonly isValued: boolean }
>;

const optionsOf = (names: readonly string[]): Options =>
	new Map(
		names.map((name) => [
			written(name),
			{ name, isValued: ipvsadmOptions[name]?.value !== "no" },
		]),
	);
const ofServices = optionsOf(serviceOptions);
const ofServers = optionsOf(serverOptions);

function read(words: readonly string[], options: Options) {
	const given = new Map<string, string>();
	const others: string[] = [];
	for (let i = 0; i < words.length; i += 1) {
		const word = words[i] ?? "";
		const option = options.get(word);
		const value = option?.isValued ? words[i + 1] : "";
		if (option === undefined || value === undefined) {
			others.push(word);
			continue;
		}
		given.set(option.name, value);
		if (option.isValued) i += 1;
	}
	return { given, others };
}
