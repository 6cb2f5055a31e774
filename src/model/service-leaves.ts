import { type Forwarding, forwardingNames } from "../ipvs/forwarding.ts";
import { type Ipv4, isNetmask, parseIpv4 } from "./address.ts";
import { asWritten } from "./as-written.ts";
import { plain } from "./foreign-words.ts";
import type { ReadLeaf } from "./leaf.ts";
import { readPort, readWholeNumber } from "./leaves.ts";
import { didYouMean } from "./nearest.ts";
import { readPortList } from "./port-list.ts";
import { type SchedulerFlag, schedulerFlagNames } from "./scheduler-flags.ts";
import { type Scheduler, schedulerNames } from "./schedulers.ts";
import { type TunnelType, tunnelTypeNames } from "./tunnel.ts";
import { wanted } from "./wanted.ts";

/** What `tcp` or `udp` of a service may be: one port, all ports, or (beside `fwmark`) a list of ports. */
export type Ports = number | "all" | readonly number[];

/** Reads one of a few words. */
const readWord =
	<Word extends string>(
		what: string,
		words: readonly Word[],
		example: string,
		/** Word of other programs -> our word. */
		foreign: Readonly<Record<string, Word>> = {},
	): ReadLeaf<Word> =>
	(value) => {
		if (typeof value !== "string")
			return { problem: wanted(`${what} like "${example}"`, value) };
		const found = words.find((word) => word === value);
		if (found !== undefined) return { value: found };
		const word = plain(value);
		const meant = Object.hasOwn(foreign, word) ? foreign[word] : undefined;
		const hint =
			meant === undefined
				? didYouMean(value, words)
				: `; did you mean "${meant}"?`;
		return {
			problem: `unknown ${what.replace(/^an? /, "")} ${asWritten(value)}${hint || ";"} known: ${words.join(", ")}`,
		};
	};

export const readForwarding: ReadLeaf<Forwarding> = readWord(
	"a forwarding",
	forwardingNames,
	"dr",
	{
		masq: "nat",
		masquerade: "nat",
		masquerading: "nat",
		gate: "dr",
		gatewaying: "dr",
		route: "dr",
		directrouting: "dr",
		dsr: "dr",
		ipip: "tun",
		tunnel: "tun",
		tunneling: "tun",
	},
);

export const readScheduler: ReadLeaf<Scheduler> = readWord(
	"a scheduler",
	schedulerNames,
	"wrr",
	{
		roundrobin: "rr",
		weightedroundrobin: "wrr",
		leastconn: "lc",
		leastconnection: "lc",
		leastconnections: "lc",
		leastrequest: "lc",
		weightedleastconn: "wlc",
		iphash: "sh",
		source: "sh",
		sourcehash: "sh",
		maglev: "mh",
		failover: "fo",
	},
);

export const readTunnelType: ReadLeaf<TunnelType> = readWord(
	"a tunnel type",
	tunnelTypeNames,
	"ipip",
);

const readSchedulerFlag: ReadLeaf<SchedulerFlag> = readWord(
	"a flag",
	schedulerFlagNames,
	"sh-fallback",
);

export const readSchedulerFlags: ReadLeaf<readonly SchedulerFlag[]> = (
	value,
) => {
	if (!Array.isArray(value))
		return { problem: wanted('a list of flags like ["sh-fallback"]', value) };
	const flags: SchedulerFlag[] = [];
	for (const each of value) {
		const flag = readSchedulerFlag(each);
		if ("problem" in flag) return flag;
		flags.push(flag.value);
	}
	return { value: flags };
};

export const readUdpPorts: ReadLeaf<Ports> = (value) =>
	Array.isArray(value) ? readPortList(value) : readPort(value);

export const readTcpPorts: ReadLeaf<Ports> = (value) =>
	value === "all" ? { value } : readUdpPorts(value);

/** ipvsadm reads a mark in base 10 and prints it as a signed number, hence the upper limit. */
export const readMark = readWholeNumber(1, 2 ** 31 - 1);
/** The kernel takes up to 31 days. */
export const readSeconds = readWholeNumber(1, 31 * 86400);
export const readDrainSeconds = readWholeNumber(0, 86400);
/** 0 means no limit. */
export const readThreshold = readWholeNumber(0, 2 ** 31 - 1);
/** A bit mask; kernel, ipvs-sysctl. */
export const readConnReuseMode = readWholeNumber(0, 3);

/** ipvsadm would read "24" as 0.0.0.24, so we refuse a prefix length. */
export const readMask: ReadLeaf<Ipv4> = (value) => {
	const expected = 'a netmask like "255.255.255.0"';
	if (typeof value !== "string") return { problem: wanted(expected, value) };
	const mask = parseIpv4(value);
	if (mask === undefined)
		return {
			problem: `${asWritten(value)} is not a netmask; write it like "255.255.255.0"`,
		};
	return isNetmask(mask)
		? { value: mask }
		: {
				problem: `${mask} is not a netmask: its ones must come first; write it like "255.255.255.0"`,
			};
};
