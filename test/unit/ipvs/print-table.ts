import { formatEndpoint } from "../../../src/ipvs/address.ts";
import {
	type Match,
	matchOf,
	type Rule,
	type Table,
} from "../../../src/ipvs/rule.ts";

// What ipvsadm 1.31 prints of a table, written after `print_service_entry` of its ipvsadm.c, and without a function of ours that writes rules.

const words = {
	tcp: { option: "-t", column: "TCP " },
	udp: { option: "-u", column: "UDP " },
	sctp: { option: "--sctp-service", column: "SCTP" },
} as const;

/** The lines of `ipvsadm -Sn`. Thresholds are not among them. */
export function printDump(table: Table): string[] {
	return [...table.values()].map((rule) => {
		const match = matchOf(rule);
		const name =
			match.protocol === "fwmark"
				? `-f ${match.mark}${match.family === 6 ? " -6" : ""}`
				: `${words[match.protocol].option} ${formatEndpoint(match)}`;
		return rule.kind === "service"
			? `-A ${name} ${printService(rule)}`
			: `-a ${name} -r ${formatEndpoint(rule)} ${printServer(rule)}`;
	});
}

function printService(rule: Rule & { readonly kind: "service" }): string {
	const { scheduler, persistence, onePacket, flags, others } = rule;
	let line = `-s ${scheduler}`;
	if (persistence !== undefined) {
		line += ` -p ${persistence.seconds}`;
		if (persistence.mask !== undefined) line += ` -M ${persistence.mask}`;
	}
	for (const other of others) line += ` ${other}`;
	if (onePacket) line += " -o";
	if (flags.length > 0) line += ` -b ${flags.join(",")}`;
	return line;
}

function printServer(rule: Rule & { readonly kind: "server" }): string {
	const { method, weight, tunnel, others } = rule;
	let line = `-${method} -w ${weight}`;
	if (tunnel !== undefined) {
		line += ` --tun-type ${tunnel.type}`;
		if (tunnel.port !== undefined) line += ` --tun-port ${tunnel.port}`;
		if (tunnel.checksum !== undefined) line += ` --tun-${tunnel.checksum}`;
	}
	for (const other of others) line += ` ${other}`;
	return line;
}

/** The lines of `ipvsadm -Ln --thresholds`, with any numbers of connections. */
export function printThresholds(table: Table): string[] {
	return listing(
		table,
		[
			`${"Prot LocalAddress:Port".padEnd(33)} Uthreshold Lthreshold ActiveConn InActConn `,
			"  -> RemoteAddress:Port",
		],
		({ upper, lower }) => [upper, lower].map((each) => String(each).padEnd(10)),
	);
}

const forwards = { m: "Masq", g: "Route", i: "Tunnel" } as const;

/** The lines of `ipvsadm -Ln`. */
export function printListing(table: Table): string[] {
	return listing(
		table,
		[
			"Prot LocalAddress:Port Scheduler Flags",
			"  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn",
		],
		({ method, weight }) => [
			forwards[method].padEnd(7),
			String(weight).padEnd(6),
		],
	);
}

function listing(
	table: Table,
	title: readonly string[],
	columns: (server: Rule & { readonly kind: "server" }) => readonly string[],
): string[] {
	return [
		"IP Virtual Server version 1.2.1 (size=4096)",
		...title,
		...[...table.values()].map((rule, index) => {
			if (rule.kind === "server")
				return `  -> ${formatEndpoint(rule).padEnd(28)} ${[...columns(rule), String(index).padEnd(10), "0         "].join(" ")}`;
			const { match, scheduler, persistence, onePacket, flags } = rule;
			let line = `${printMatch(match)} ${scheduler}`;
			if (persistence !== undefined) {
				line += ` persistent ${persistence.seconds}`;
				if (persistence.mask !== undefined) line += ` mask ${persistence.mask}`;
			}
			if (onePacket) line += " ops";
			if (flags.length > 0) line += ` (${flags.join(",")})`;
			return line;
		}),
	];
}

function printMatch(match: Match): string {
	return match.protocol === "fwmark"
		? `FWM  ${match.mark}${match.family === 6 ? " IPv6" : ""}`
		: `${words[match.protocol].column} ${formatEndpoint(match)}`;
}
