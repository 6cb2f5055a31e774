import { wayOfRule } from "../../ipvs/forwarding.ts";
import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import type { Match, ServiceRule } from "../../ipvs/rule.ts";
import { noIpv6 } from "../read-endpoint.ts";
import { notDeclared, type ReadPart, type ReadService } from "../read-rules.ts";
import { persistentSeconds } from "../rule-of.ts";
import { endpointOf } from "./addresses-of.ts";
import { chooseCheck } from "./choose-check.ts";
import {
	type Forwarded,
	forwardingOf,
	usualForwarding,
} from "./forwarding-of.ts";
import {
	leaveOut,
	lineOf,
	type Notes,
	placeOf,
	refuse,
	remark,
} from "./notes.ts";
import { isOn, wholeNumber } from "./numbers.ts";
import { quorumOf } from "./quorum-of.ts";
import type { Groups } from "./read-groups.ts";
import {
	type FoundServer,
	readRealServer,
	serverRule,
} from "./read-real-server.ts";
import { type Settings, sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { virtualServerWords } from "./virtual-server-words.ts";

/** Reads a `virtual_server`: a service, or with a group several. What of it cannot be declared is told. */
export function readVirtualServer(
	statement: Statement,
	{
		groups,
		scriptUser,
	}: { readonly groups: Groups; readonly scriptUser: string | undefined },
	notes: Notes,
): ReadService[] {
	const give = (reason: string) => {
		refuse(notes, statement, reason);
		for (const server of statement.block ?? [])
			if (server.keyword === "real_server")
				refuse(notes, server, notDeclared(statement));
		return [];
	};
	const protocol = protocolOf(statement);
	if (typeof protocol === "string") return give(protocol);
	const matches = matchesOf(statement.values, protocol.protocol, groups, notes);
	if (typeof matches === "string") return give(matches);
	const head = (statement.block ?? []).filter(
		({ keyword }) => keyword !== "real_server",
	);
	const rest = (statement.block ?? []).filter(
		({ keyword }) => keyword === "real_server",
	);
	// told only where the service is declared, else its line says it all
	const own: Notes = { ...notes, unread: [], remarks: [] };
	const settings = sortOut(head, virtualServerWords, own);
	if (settings.doubtful !== undefined)
		return give(`it depends on the machine, ${lineOf(settings.doubtful)}`);
	const rule = serviceOf(settings, {
		oneConnection: protocol.protocol === "tcp" && !matches.every(isMark),
		allPorts: matches.some(
			(match) => match.protocol !== "fwmark" && match.port === 0,
		),
	});
	if (typeof rule === "string") return give(rule);
	const kind = settings.last("lb_kind", "lvs_method");
	const forwarded = kind === undefined ? usualForwarding : forwardingOf(kind);
	if (typeof forwarded === "string") return give(forwarded);
	const usualWeight = settings.last("weight");
	const weight = usualWeight === undefined ? 1 : wholeNumber(usualWeight);
	if (typeof weight === "string") return give(weight);
	if (kind === undefined)
		remark(
			own,
			statement,
			"it names no lb_kind, and NAT is declared, which keepalived takes then",
		);
	if (!("written" in protocol) && !matches.every(isMark))
		remark(
			own,
			statement,
			"it names no protocol, and UDP is declared, which keepalived takes then; is TCP meant, write `protocol TCP`",
		);
	const ops = settings.last("ops");
	if (ops !== undefined && !rule.onePacket)
		refuse(
			own,
			ops,
			"it counts for UDP alone, so it does nothing; leave it out",
		);
	flagsUnread(settings, own);
	const servers = withoutTwice(
		rest.flatMap((server) => {
			if (server.why === undefined)
				return (
					readRealServer(
						server,
						{ settings, forwarded, weight, scriptUser },
						own,
					) ?? []
				);
			refuse(own, server, server.why);
			return [];
		}),
		own,
	);
	const services = matches.map((match): ReadService => {
		const rules = servers.map((server) => ({
			...placeOf(server),
			checks: server.checks,
			hasOthers: server.hasOthers,
			rule: serverRule(server, match),
		}));
		const check = chooseCheck(match, rules, own);
		const sorry = sorryOf(settings, { match, forwarded, rules }, own);
		const quorum = quorumIn(settings, servers, sorry !== undefined, own);
		return {
			...placeOf(statement),
			...(statement.values[0] === "group"
				? { text: `${statement.text} (${textOf(match)})` }
				: {}),
			rule: { ...rule, match },
			servers: rules.map(({ checks, hasOthers, ...server }) => server),
			...(check === undefined ? {} : { check }),
			...(sorry === undefined ? {} : { sorry }),
			...(quorum === undefined ? {} : { quorum }),
		};
	});
	const inhibit = settings.last("inhibit_on_failure");
	if (isOn(inhibit) && rule.persistence !== undefined)
		remark(
			own,
			inhibit ?? statement,
			"with persistence a real server that fails is taken out of the table here, as the kernel would go on sending it the clients that it has",
		);
	notes.unread.push(...own.unread);
	notes.remarks.push(...own.remarks);
	return services;
}

function protocolOf({
	block,
}: Statement):
	| { readonly protocol: "tcp" | "udp"; readonly written?: true }
	| string {
	const given = block?.findLast(({ keyword }) => keyword === "protocol");
	// the kernel takes UDP
	if (given === undefined) return { protocol: "udp" };
	const [name = ""] = given.values;
	switch (name.toUpperCase()) {
		case "TCP":
			return { protocol: "tcp", written: true };
		case "UDP":
			return { protocol: "udp", written: true };
		case "SCTP":
			return "SCTP is not supported yet";
		default:
			return `protocol takes TCP or UDP, and "${name}" is neither`;
	}
}

function matchesOf(
	[first = "", second = "", ...more]: readonly string[],
	protocol: "tcp" | "udp",
	groups: Groups,
	notes: Notes,
): readonly Match[] | string {
	if (first === "fwmark")
		return /^\d{1,10}$/.test(second)
			? [{ protocol: "fwmark", mark: Number(second), family: 4 }]
			: `a mark is a number, and "${second}" is none`;
	if (first === "group") {
		const group = groups.get(second);
		return group === undefined
			? `no virtual_server_group "${second}" is declared that can be read`
			: group(protocol, notes);
	}
	const endpoint = endpointOf([first, second || "0", ...more]);
	return typeof endpoint === "string"
		? endpoint
		: [
				{
					protocol,
					address: { family: 4, text: endpoint.address },
					port: endpoint.port,
				},
			];
}

/**
 * @param is.oneConnection whether a packet belongs to a connection, so that none can be scheduled by itself
 * @param is.allPorts whether it has all ports of a VIP, for which keepalived keeps clients with one real server whatever is written
 */
function serviceOf(
	settings: Settings,
	is: { readonly oneConnection: boolean; readonly allPorts: boolean },
): Omit<ServiceRule, "match"> | string {
	const engine = settings.last("persistence_engine");
	if (engine !== undefined)
		return `persistence by ${engine.values[0] ?? "content"} cannot be declared, and without it clients would be spread otherwise`;
	if (settings.last("ip_family")?.values[0] === "inet6") return noIpv6;
	const scheduler = settings.last("lb_algo", "lvs_sched")?.values[0];
	const timeout = settings.last("persistence_timeout");
	const granularity = settings.last("persistence_granularity");
	const seconds =
		timeout === undefined
			? granularity === undefined && !is.allPorts
				? 0
				: persistentSeconds
			: timeout.values.length === 0
				? persistentSeconds
				: wholeNumber(timeout);
	if (typeof seconds === "string") return seconds;
	const mask = granularity?.values[0];
	return {
		kind: "service",
		scheduler: scheduler ?? ipvsadmDefaults.scheduler,
		persistence:
			// as keepalived takes a 0: there is none, but a mask asks for one
			seconds === 0 && mask === undefined && !is.allPorts
				? undefined
				: {
						seconds: seconds === 0 ? persistentSeconds : seconds,
						mask: mask === ipvsadmDefaults.mask ? undefined : mask,
					},
		onePacket: settings.last("ops") !== undefined && !is.oneConnection,
		flags: flagsOf(settings, scheduler),
		others: [],
	};
}

const flags = ["sh-port", "sh-fallback", "mh-port", "mh-fallback"] as const;

function flagsOf(settings: Settings, scheduler = ""): string[] {
	const found = settings
		.all(...flags, "flag-1", "flag-2")
		.map(({ keyword }) =>
			keyword === "flag-1"
				? `${scheduler}-fallback`
				: keyword === "flag-2"
					? `${scheduler}-port`
					: keyword,
		);
	return flags
		.filter((flag) => flag.startsWith(scheduler) && found.includes(flag))
		.sort();
}

/** keepalived takes no flag of another scheduler than that which stands above it. */
function flagsUnread(settings: Settings, notes: Notes): void {
	const scheduler = settings.last("lb_algo", "lvs_sched")?.values[0] ?? "";
	for (const flag of settings.all(...flags, "flag-1", "flag-2", "flag-3"))
		if (
			!(flag.keyword.startsWith("flag-")
				? flag.keyword !== "flag-3" && /^[sm]h$/.test(scheduler)
				: flag.keyword.startsWith(`${scheduler}-`))
		)
			refuse(
				notes,
				flag,
				`it is no flag of the scheduler ${scheduler || ipvsadmDefaults.scheduler}, so it does nothing; leave it out`,
			);
}

function withoutTwice(
	servers: readonly FoundServer[],
	notes: Notes,
): FoundServer[] {
	const found = new Map<string, FoundServer>();
	for (const server of servers) {
		const key = `${server.address}:${server.port}`;
		const before = found.get(key);
		if (before === undefined) found.set(key, server);
		else
			refuse(notes, server, `${lineOf(before)} adds this real server already`);
	}
	return [...found.values()];
}

function sorryOf(
	settings: Settings,
	{
		match,
		forwarded,
		rules,
	}: {
		readonly match: Match;
		readonly forwarded: Forwarded;
		readonly rules: ReadService["servers"];
	},
	notes: Notes,
): ReadPart<string> | undefined {
	const sorry = settings.last("sorry_server");
	if (sorry === undefined) return undefined;
	const give = (reason: string) => {
		refuse(notes, sorry, reason);
		return undefined;
	};
	const endpoint = endpointOf(sorry.values);
	if (typeof endpoint === "string") return give(endpoint);
	if (endpoint.address.startsWith("127."))
		return give(
			"a page served by the director itself cannot be declared yet; name a real server that serves it",
		);
	const method = settings.last("sorry_server_lvs_method");
	const own = method === undefined ? forwarded : forwardingOf(method);
	if (typeof own === "string") return give(own);
	const [rule = { port: 0, method: own.method }] = rules.map(
		(server) => server.rule,
	);
	if (own.method !== rule.method)
		return give(
			`it is forwarded to by ${wayOfRule(own).words}, and the real servers by ${wayOfRule(rule).words}: a service has one forwarding`,
		);
	const usual = match.protocol === "fwmark" ? 0 : match.port;
	if (wayOfRule(own).rewrites && (endpoint.port || usual) !== rule.port)
		return give(
			`its port is ${endpoint.port || usual}, and that of the real servers is ${rule.port}: a service has one port on all of them`,
		);
	remark(
		notes,
		sorry,
		"here the sorry server must pass the check of the service too, before it gets clients",
	);
	return { ...placeOf(sorry), value: endpoint.address };
}

function quorumIn(
	settings: Settings,
	servers: readonly FoundServer[],
	hasSorry: boolean,
	notes: Notes,
): ReadService["quorum"] {
	const quorum = settings.last("quorum");
	const hysteresis = settings.last("hysteresis");
	const place = quorum ?? hysteresis;
	if (place === undefined) return undefined;
	if (!hasSorry) {
		// without a sorry server it decides only which programs keepalived runs
		for (const each of [quorum, hysteresis])
			if (each !== undefined) leaveOut(notes, each.keyword, each);
		return undefined;
	}
	const [least, slack] = [
		quorum === undefined ? 1 : wholeNumber(quorum),
		hysteresis === undefined ? 0 : wholeNumber(hysteresis),
	];
	const value =
		typeof least === "string"
			? least
			: typeof slack === "string"
				? slack
				: quorumOf(
						least,
						slack,
						servers.map(({ weight }) => weight),
					);
	if (typeof value === "string") {
		refuse(notes, place, value);
		return undefined;
	}
	return value === 1 ? undefined : { ...placeOf(place), value };
}

function isMark(match: Match) {
	return match.protocol === "fwmark";
}

function textOf(match: Match): string {
	return match.protocol === "fwmark"
		? `fwmark ${match.mark}`
		: `${match.address.text} ${match.port}`;
}
