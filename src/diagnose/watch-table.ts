import { addressNumber } from "../model/address.ts";
import { toldAddress } from "../model/written-address.ts";
import { raw, sh } from "../ssh/shell.ts";
import type { Tunnel } from "./tunnel.ts";

/** Which packets are followed: those of the probes and their answers, and no others. */
export interface Watched {
	/** Addresses that the probes come from: the client's, and those that a director puts in its place. */
	readonly sources: readonly string[];
	/** The client's ports of TCP, first and last. */
	readonly clientPorts: readonly [number, number];
	/** Ports of the services and of the real servers, for UDP. */
	readonly udpPorts: readonly number[];
	readonly client: string;
	/** The outer headers of tunnels, and how far inside the IP packet the client's packet begins, in bytes. */
	readonly tunnels: readonly Tunnel[];
}

/**
 * Our private table for `nft -f`: it marks the packets of the probes for tracing and decides nothing. Its chains are where `stages` says. The priorities are
 * numbers, as older versions of nft know fewer names: IPVS is at 98 to 100 of input and forward.
 */
export function watchTable(name: string, watched: Watched): string {
	const rules = matches(watched)
		.map((match) => `\t\t${match} meta nftrace set 1\n`)
		.join("");
	const chain = (stage: string, hook: string, priority: number, text = "") =>
		`\tchain ${stage} {\n\t\ttype filter hook ${hook} priority ${priority}; policy accept;\n${text}\t}\n`;
	return `table ip ${name} {
${chain("first", "prerouting", -400, rules)}${chain("routed", "prerouting", 200)}${chain("arrived", "input", -400)}${chain("admitted", "input", 97)}${chain("delivered", "input", 300)}${chain("through", "forward", -400)}${chain("passed", "forward", 97)}${chain("sent", "output", -400, rules)}${chain("left", "postrouting", 400)}}
`;
}

/** Part of the name of chains that see packets where they come in from the link. */
export const early = "early";

/**
 * Shell text that watches packets as they come in from the link, if others have chains there: those see packets before all chains of `watchTable`. It reads the
 * devices, and puts chains of ours first.
 */
export function watchIngress(name: string, watched: Watched): string {
	const rules = matches(watched)
		.map((match) => `${match} meta nftrace set 1`)
		.join("; ");
	return sh`nft list chains 2>/dev/null | awk -v rules=${rules} -v name=${name} -v chain=${early} ${raw(`'${words}'`)} >ingress
[ ! -s ingress ] || nft -f ingress 2>/dev/null || rm ingress`;
}

const words = `/hook ingress device/ {
	sub(/.*hook ingress /, ""); sub(/ priority.*/, "")
	if (seen[$0]++) next
	printf "table netdev %s {\\nchain %s%d {\\ntype filter hook ingress %s priority -1000; policy accept;\\n%s;\\n}\\n}\\n", name, chain, ++count, $0, rules
}`;

function matches(watched: Watched): string[] {
	const { sources, clientPorts, udpPorts, client, tunnels } = watched;
	const set = (values: readonly (string | number)[]) =>
		`{ ${[...new Set(values)].join(", ")} }`;
	const from = `ip saddr ${set(sources)}`;
	const to = `ip daddr ${set(sources)}`;
	const [first, last] = clientPorts;
	const hexadecimal = `0x${addressNumber(toldAddress(client))
		.toString(16)
		.padStart(8, "0")}`;
	return [
		`${from} tcp sport ${first}-${last}`,
		`${to} tcp dport ${first}-${last}`,
		...(udpPorts.length === 0
			? []
			: [
					`${from} udp dport ${set(udpPorts)}`,
					`${to} udp sport ${set(udpPorts)}`,
				]),
		`ip daddr ${client} icmp type destination-unreachable`,
		...tunnels.flatMap(({ select, innerAt }) => {
			const inner = `${select} @nh,${(innerAt + 12) * 8},32 ${hexadecimal}`;
			const port = (innerAt + 20) * 8;
			return [
				`${inner} @nh,${port},16 ${first}-${last}`,
				...(udpPorts.length === 0
					? []
					: [`${inner} @nh,${port + 16},16 ${set(udpPorts)}`]),
			];
		}),
	];
}

/** How much of a trace is read: the first packets of a probe show the most. */
const mostLines = 4000;

/**
 * Words of awk that keep what we read of a trace: packets at our stages, and what chains of others decided about them. Of the empty segments that only
 * acknowledge or end a connection, we keep the first of each direction: it shows that more than the opening packet passes. The kernel uses the numbers of
 * packets again, so a verdict belongs to the packet before it.
 */
export function keptOfTrace(name: string): string {
	return sh`awk -v own=${name} '$5 != own && $7 == "packet:" { next }
{ bare = / ip length (4.|5.|60) .* tcp flags == (ack|0x11|fin . ack) / }
bare {
	match($0, / tcp sport [0-9]+ tcp dport [0-9]+/)
	if (!/ tcp flags == ack / || seen[$6 substr($0, RSTART, RLENGTH)]++) { cut[$3]; next }
	if ($6 ~ /^(first|sent|${raw(early)})/) delete cut[$3]
}
!bare && $7 == "packet:" { delete cut[$3] }
$3 in cut { next }
kept < ${mostLines} && ($5 == own ? $7 == "packet:" : ($7 == "rule" || $7 == "policy")) { print; kept++ }'`;
}
