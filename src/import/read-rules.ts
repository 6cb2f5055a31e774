import {
	matchOf,
	type ServerRule,
	type ServiceRule,
	serviceKey,
} from "../ipvs/rule.ts";
import type { QuorumDeclaration } from "../model/service-declaration.ts";
import type { LiveSettings } from "./live-settings.ts";
import { type RuleLines, ruleLines } from "./rule-lines.ts";
import type { Place, Unread } from "./script/read-script.ts";

/** How many connections a real server may have, see ServerRule. */
export type Limit = "upper" | "lower";

export interface ReadServer extends Place {
	readonly rule: ServerRule;
	/** Its own scheduler, if it differs from that of the service. Rules do not contain it. */
	readonly check?: ReadPart<Readonly<Record<string, unknown>>>;
	/** Where its limits stand, if they have lines of their own. */
	readonly limits?: Readonly<Partial<Record<Limit, Place>>>;
}

/** One service of a rule file, with its real servers; see `ipvsadm -S`. */
export interface ReadService extends Place, ReadHealth {
	readonly rule: ServiceRule;
	readonly servers: ReadServer[];
}

/** The checks of a service's real servers. Rules do not contain them; other configurations do. */
export interface ReadHealth {
	readonly check?: ReadPart<Readonly<Record<string, unknown>>>;
	readonly sorry?: ReadPart<ReadSorry>;
	readonly quorum?: ReadPart<number | QuorumDeclaration>;
}

/** The server that says sorry. */
export interface ReadSorry {
	/** Undefined: the director itself, with a page that is not in what was read. */
	readonly address: string | undefined;
}

/** The names of its parts. */
export const healthParts = ["check", "sorry", "quorum"] as const;

/** A part of a service that has a line of its own. */
export interface ReadPart<Value> extends Place {
	/** Its path in the declaration. */
	readonly value: Value;
}

export interface ReadRules {
	readonly services: readonly ReadService[];
	/** The lines that cannot be declared. */
	readonly unread: readonly Unread[];
	/** Remarks on lines that were read, where the result is not obvious. */
	readonly remarks: readonly Unread[];
	/** What the kernel has besides. Undefined: nothing is known of that. */
	readonly settings?: LiveSettings;
}

/** Reads a rule file, the output of `ipvsadm -Sn`, or a script that calls ipvsadm. Lines that it cannot read are in `unread`. */
export function readRules(text: string): ReadRules {
	return groupRules(ruleLines(text));
}

/** Joins the rules of single lines to services. */
export function groupRules({
	lines,
	unread: left,
	remarks: told,
	timeouts,
}: RuleLines): ReadRules {
	const services = new Map<string, ReadService>();
	const unread: Unread[] = [...left];
	const remarks: Unread[] = [...told];
	/** Services that cannot be declared, and their lines. */
	const refused = new Map<string, number>();
	for (const each of lines) {
		const { line, text } = each;
		const refuse = (reason: string) => unread.push({ line, text, reason });
		if ("reason" in each) {
			refuse(each.reason);
			if (each.service !== undefined) refused.set(each.service, line);
			continue;
		}
		const { rule, remark } = each;
		const key = serviceKey(matchOf(rule));
		const service = services.get(key);
		if (rule.kind === "service") {
			if (service !== undefined) {
				refuse(`line ${service.line} adds this service already`);
				continue;
			}
			services.set(key, { line, text, rule, servers: [] });
			if (remark !== undefined) remarks.push({ line, text, reason: remark });
			continue;
		}
		const at = refused.get(key);
		if (service === undefined)
			refuse(
				at === undefined
					? "its service is not among the lines above"
					: notDeclared({ line: at }),
			);
		else addServer(service, { line, text, rule }, refuse);
	}
	unread.sort((one, other) => one.line - other.line);
	return {
		...{ services: [...services.values()], unread, remarks },
		...(timeouts === undefined ? {} : { settings: { timeouts, syncs: [] } }),
	};
}

/** Why a real server is left out if its service is. */
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
