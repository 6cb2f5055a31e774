import type { Evidence } from "./evidence.ts";
import {
	after,
	type Decision,
	type Packet,
	reached,
	type Stage,
} from "./packet.ts";

/** Hooks between a stage and the one before it, in the words of iptables. */
const chainsBefore: Partial<Record<Stage, readonly string[]>> = {
	routed: ["PREROUTING"],
	admitted: ["INPUT"],
	delivered: ["INPUT"],
	passed: ["FORWARD"],
	left: ["OUTPUT", "POSTROUTING"],
};

const builtIn = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

/**
 * What dropped the packets on their way to a stage that none of them reached: a rule or policy of nftables, or a rule of the older iptables whose counter grew
 * meanwhile. Undefined: the host cannot show it.
 */
export function droppedBy(
	evidence: Evidence,
	packets: readonly Packet[],
	stage: Stage,
): string | undefined {
	for (const packet of packets) {
		if (reached(packet, stage)) continue;
		const decision = packet.decisions.find(
			({ does }) => does === "drop" || does.startsWith("queue"),
		);
		if (decision !== undefined) return placeOf(decision);
	}
	return legacyDrop(evidence, stage);
}

/** Whether the packet left, and no later filter drops it at the link by which it leaves. */
export function isOut(packet: Packet): boolean {
	return reached(packet, "left") && lostBehind([packet]) === undefined;
}

/** What dropped one of the packets after the last place where we see it. Undefined: nothing. */
export function lostBehind(packets: readonly Packet[]): string | undefined {
	const decision = packets
		.filter((packet) => reached(packet, "left"))
		.flatMap(({ decisions }) => decisions)
		.find(({ does }) => does === "drop");
	return decision === undefined ? undefined : placeOf(decision);
}

/** The place of the decision, in words. */
export function placeOf({ table, chain, rule }: Decision): string {
	return `table ${table}, chain ${chain}, ${rule.startsWith("policy ") ? rule : `rule "${rule}"`}`;
}

/** The place after a stage, if there are filters in between. */
const nextStage: Partial<Record<Stage, Stage>> = {
	first: "routed",
	arrived: "admitted",
	admitted: "delivered",
	through: "passed",
	passed: "left",
	sent: "left",
};

/** What dropped one of the packets, anywhere on the host. Undefined: the host cannot show it. */
export function lostTo(
	evidence: Evidence,
	packets: readonly Packet[],
): string | undefined {
	for (const packet of packets) {
		const last = after(packet)?.stage;
		const next = last === undefined ? undefined : nextStage[last];
		const by =
			next === undefined
				? lostBehind([packet])
				: droppedBy(evidence, [packet], next);
		if (by !== undefined) return by;
	}
	return undefined;
}

/** Lines like `filter [2:120] -A INPUT -p tcp --dport 80 -j DROP` and `filter :INPUT DROP [2:120]`. */
function legacyDrop({ legacy }: Evidence, stage: Stage): string | undefined {
	const chains = chainsBefore[stage] ?? [];
	return legacyRule(
		legacy.filter((line) => / :\S+ DROP \[| -j (?:DROP|REJECT)\b/.test(line)),
		(chain) => chains.includes(chain) || !builtIn.includes(chain),
	);
}

/** The first of these lines whose chain is one of those, in words. */
export function legacyRule(
	lines: readonly string[],
	isWanted: (chain: string) => boolean,
): string | undefined {
	for (const line of lines) {
		const [, table, chain = "", what] =
			/^(\S+) \[\d+:\d+\] -A (\S+) (.*)$/.exec(line) ??
			/^(\S+) :(\S+) (\S+) \[/.exec(line) ??
			[];
		if (table !== undefined && isWanted(chain))
			return `iptables-legacy, table ${table}, chain ${chain}, ${what?.startsWith("-") ? `rule "${what}"` : `policy ${what}`}`;
	}
	return undefined;
}

/** Whether the table of connections is full: then every packet of a new connection is dropped. */
export function conntrackFull({ sysctls }: Evidence): string | undefined {
	const count = Number(sysctls["netfilter/nf_conntrack_count"] ?? 0);
	const most = Number(sysctls["netfilter/nf_conntrack_max"] ?? 0);
	return most > 0 && count >= most
		? `its table of connections is full: net.netfilter.nf_conntrack_max = ${most}`
		: undefined;
}

export const filterAdvice =
	"Let this rule or policy accept the packet, in the host's own firewall: where its rules are kept, so that it holds after a reboot too.";
