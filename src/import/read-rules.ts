import {
	matchOf,
	type Rule,
	type ServerRule,
	type ServiceRule,
	serviceKey,
} from "../ipvs/rule.ts";
import type { QuorumDeclaration } from "../model/service-declaration.ts";
import { otherCommand } from "./other-command.ts";
import { type Arguments, readArguments } from "./read-arguments.ts";
import { persistentSeconds, ruleOf } from "./rule-of.ts";
import {
	type Call,
	type Place,
	readScript,
	type Unread,
} from "./script/read-script.ts";

export interface ReadServer extends Place {
	readonly rule: ServerRule;
	/** Of its own, where it differs from that of the service. Rules do not tell. */
	readonly check?: ReadPart<Readonly<Record<string, unknown>>>;
}

/** One service of a rule file, with its real servers; see `ipvsadm -S`. */
export interface ReadService extends Place, ReadHealth {
	readonly rule: ServiceRule;
	readonly servers: ReadServer[];
}

/** How a service looks after its real servers. Rules do not tell; other configurations do. */
export interface ReadHealth {
	readonly check?: ReadPart<Readonly<Record<string, unknown>>>;
	/** The address of the sorry server. */
	readonly sorry?: ReadPart<string>;
	readonly quorum?: ReadPart<number | QuorumDeclaration>;
}

/** The names of its parts. */
export const healthParts = ["check", "sorry", "quorum"] as const;

/** A part of a service that has a line of its own. */
export interface ReadPart<Value> extends Place {
	/** As the declaration has it. */
	readonly value: Value;
}

export interface ReadRules {
	readonly services: readonly ReadService[];
	/** What cannot be declared, by its line. */
	readonly unread: readonly Unread[];
	/** What was read, and is not plain to see, by its line. */
	readonly remarks: readonly Unread[];
}

/** Reads the output of `ipvsadm -Sn`, a rule file, or a script that calls ipvsadm. Whatever it cannot read is in `unread`. */
export function readRules(text: string): ReadRules {
	const { calls, unread: left } = readScript(text);
	const services = new Map<string, ReadService>();
	const unread: Unread[] = [...left];
	const remarks: Unread[] = [];
	/** Services that cannot be declared, and their lines. */
	const refused = new Map<string, number>();
	const [first] = calls;
	for (const call of calls) {
		const { line, text } = call;
		const refuse = (reason: string) => unread.push({ line, text, reason });
		const read = readCall(call, first?.where ?? "", services.size > 0);
		if (read === undefined) continue;
		if (typeof read === "string") {
			refuse(read);
			noteRefused(call, refused);
			continue;
		}
		const key = serviceKey(matchOf(read.rule));
		const service = services.get(key);
		if (read.rule.kind === "service") {
			if (service !== undefined) {
				refuse(`line ${service.line} adds this service already`);
				continue;
			}
			services.set(key, { line, text, rule: read.rule, servers: [] });
			if (read.remark !== undefined)
				remarks.push({ line, text, reason: read.remark });
			continue;
		}
		const at = refused.get(key);
		if (service === undefined)
			refuse(
				at === undefined
					? "its service is not among the lines above"
					: notDeclared({ line: at }),
			);
		else addServer(service, { line, text, rule: read.rule }, refuse);
	}
	unread.sort((one, other) => one.line - other.line);
	return { services: [...services.values()], unread, remarks };
}

/** Why a real server is left out where its service is. */
export function notDeclared({
	file,
	line,
}: Pick<Place, "file" | "line">): string {
	return `its service, line ${line}${file === undefined ? "" : ` of ${file}`}, cannot be declared`;
}

function addServer(
	{ servers }: ReadService,
	server: ReadServer,
	refuse: (reason: string) => void,
): void {
	const { address, port } = server.rule;
	const same = servers.find(
		({ rule }) => rule.address.text === address.text && rule.port === port,
	);
	if (same === undefined) servers.push(server);
	else refuse(`line ${same.line} adds this real server already`);
}

/** The rule that a call adds. A string says why there is none. Undefined: it changes nothing. */
function readCall(
	call: Call,
	here: string,
	hasRules: boolean,
): { readonly rule: Rule; readonly remark?: string } | string | undefined {
	const given = readArguments(call.words);
	if (typeof given === "string") return given;
	if (!given.has("add-service") && !given.has("add-server"))
		return otherCommand(given, call, hasRules);
	if (call.where !== here)
		return `it runs ${call.where === "" ? "here" : `by ${call.where}`}, and the rules above ${here === "" ? "here" : `by ${here}`}: each place has a table of its own; import them one by one`;
	const rule = ruleOf(given);
	if (typeof rule === "string") return rule;
	return given.get("persistent") === ""
		? {
				rule,
				remark: `-p names no seconds; ${persistentSeconds} are declared, which is what ipvsadm then sets`,
			}
		: { rule };
}

/** Of words that cannot be read those that add a service and name it. */
function serviceIn(words: readonly string[]): string[] {
	const named = /^(-A?[tuf]|--(tcp|udp|fwmark)-service)(.*)$/;
	const at = words.findIndex((word) => named.test(word));
	const [, option = "", , joined] = named.exec(words[at] ?? "") ?? [];
	const adds = words.some((word) => /^(-A[tuf]?|--add-service)/.test(word));
	return at < 0
		? []
		: [
				...(adds ? ["-A"] : []),
				`${option.replace("-A", "-")}${joined}`,
				...(joined === "" ? words.slice(at + 1, at + 2) : []),
			];
}

/** Remembers a service that is refused, so that its real servers can say so. */
function noteRefused(call: Call, refused: Map<string, number>): void {
	const read = readArguments(call.words);
	const given =
		typeof read === "string" ? readArguments(serviceIn(call.words)) : read;
	if (typeof given === "string" || !given.has("add-service")) return;
	const keep = [
		"add-service",
		...["tcp", "udp", "sctp", "fwmark"].map((name) => `${name}-service`),
	];
	const bare: Arguments = new Map(
		[...given].filter(([name]) => keep.includes(name)),
	);
	const rule = ruleOf(bare);
	if (typeof rule !== "string")
		refused.set(serviceKey(matchOf(rule)), call.line);
}
