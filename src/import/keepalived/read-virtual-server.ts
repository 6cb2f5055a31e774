import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";
import { isMark, type Match } from "../../ipvs/rule.ts";
import { chooseCheck } from "../configuration/choose-check.ts";
import { lineOf, type Notes, refuse, remark } from "../configuration/notes.ts";
import { portRemark } from "../configuration/port-remark.ts";
import { serverRule } from "../configuration/server-rule.ts";
import { withoutTwice } from "../configuration/without-twice.ts";
import { placeOf } from "../place-of.ts";
import { notDeclared, type ReadService } from "../read-rules.ts";
import { forwardingOf, usualForwarding } from "./forwarding-of.ts";
import { matchesOf, protocolOf } from "./matches-of.ts";
import { mostWeight, numberIn } from "./number-in.ts";
import { isOn } from "./numbers.ts";
import { onPorts } from "./on-ports.ts";
import type { Groups } from "./read-groups.ts";
import { readRealServer } from "./read-real-server.ts";
import { flagsUnread, serviceOf } from "./service-of.ts";
import { quorumIn, sorryOf } from "./sorry-of.ts";
import { sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { strayInHead } from "./stray-words.ts";
import { toldOfServers } from "./told-of-servers.ts";
import { virtualServerWords } from "./virtual-server-words.ts";

/** Reads a `virtual_server`: one service, or several with a group. Parts that cannot be declared are reported. */
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
	// this is only reported if the service is declared; otherwise the report on its line is enough
	const own: Notes = { ...notes, unread: [], remarks: [] };
	const stray = strayInHead(statement, virtualServerWords);
	if (stray !== undefined) refuse(own, statement, stray);
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
	const weight = numberIn(
		settings.all("weight"),
		{
			otherwise: ipvsadmDefaults.weight,
			instead: `${ipvsadmDefaults.weight} is declared, as without it`,
			...{ least: 1, most: mostWeight },
		},
		own,
	);
	if (kind === undefined)
		remark(
			own,
			statement,
			"it names no lb_kind, and NAT is declared, keepalived's default",
		);
	if (!("written" in protocol) && !matches.every(isMark))
		remark(
			own,
			statement,
			"it names no protocol, and UDP is declared, keepalived's default; if TCP is meant, write `protocol TCP`",
		);
	const ops = settings.last("ops");
	if (ops !== undefined && !rule.onePacket)
		refuse(
			own,
			ops,
			"it counts only for UDP, so it does nothing; leave it out",
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
		({ address, port }) => `${address}:${port}`,
		"real server",
		own,
	);
	const services = matches.map((match): ReadService => {
		const rules = servers.map((server) => ({
			...placeOf(server),
			checks: server.checks,
			hasOthers: server.hasOthers,
			limits: server.limits,
			rule: serverRule(server, match),
		}));
		for (const server of servers) portRemark(server, match, onPorts, own);
		const checks = chooseCheck(match, rules, own);
		const told = toldOfServers(
			servers.map(({ hooks }) => hooks),
			checks.usual !== undefined,
			own,
		);
		const telling = <Check extends { readonly value: object }>(check: Check) =>
			told === undefined
				? check
				: { ...check, value: { ...check.value, tell: told } };
		const sorry = sorryOf(
			settings,
			{ match, check: checks.usual, forwarded, rules },
			own,
		);
		const quorum = quorumIn(settings, servers, sorry !== undefined, own);
		return {
			...placeOf(statement),
			...(statement.values[0] === "group"
				? { text: `${statement.text} (${textOf(match)})` }
				: {}),
			rule: { ...rule, match },
			servers: rules.map((server) => {
				const { checks: _, hasOthers, ...rest } = server;
				const check = checks.own.get(server);
				return {
					...rest,
					...(check === undefined ? {} : { check: telling(check) }),
				};
			}),
			...(checks.usual === undefined ? {} : { check: telling(checks.usual) }),
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

function textOf(match: Match): string {
	return match.protocol === "fwmark"
		? `fwmark ${match.mark}`
		: `${match.address.text} ${match.port}`;
}
