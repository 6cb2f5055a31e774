import type { Evidence } from "./evidence.ts";
import { type Packet, reached, type Stage } from "./packet.ts";

/** Hooks that lie before a stage and after the one before it, in the words of iptables. */
const chainsBefore: Partial<Record<Stage, readonly string[]>> = {
	routed: ["PREROUTING"],
	admitted: ["INPUT"],
	delivered: ["INPUT"],
	passed: ["FORWARD"],
	left: ["OUTPUT", "POSTROUTING"],
};

const builtIn = ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"];

/**
 * What dropped the packets on their way to a stage that none of them reached: a rule or policy of nftables, or one of the older iptables
 * that counted meanwhile. Undefined: nothing that the host can show.
 */
export function droppedBy(
	evidence: Evidence,
	packets: readonly Packet[],
	stage: Stage,
): string | undefined {
	for (const packet of packets) {
		if (reached(packet, stage)) continue;
		const verdict = packet.verdicts.find(
			({ verdict }) => verdict === "drop" || verdict.startsWith("queue"),
		);
		if (verdict !== undefined)
			return `table ${verdict.table}, chain ${verdict.chain}, ${verdict.rule.startsWith("policy ") ? verdict.rule : `rule "${verdict.rule}"`}`;
	}
	return legacyDrop(evidence, stage);
}

/** Lines like `filter [2:120] -A INPUT -p tcp --dport 80 -j DROP` and `filter :INPUT DROP [2:120]`. */
function legacyDrop({ legacy }: Evidence, stage: Stage): string | undefined {
	const chains = chainsBefore[stage] ?? [];
	for (const line of legacy) {
		const [, table, chain = "", rule] =
			/^(\S+) \[\d+:\d+\] -A (\S+) (.*-j (?:DROP|REJECT).*)$/.exec(line) ??
			/^(\S+) :(\S+) (DROP) \[/.exec(line) ??
			[];
		if (table === undefined) continue;
		if (chains.includes(chain) || !builtIn.includes(chain))
			return `iptables-legacy, table ${table}, chain ${chain}, ${rule === "DROP" ? "policy DROP" : `rule "${rule}"`}`;
	}
	return undefined;
}

/** Whether the table of connections is full, which drops every packet of a new one. */
export function conntrackFull({ sysctls }: Evidence): string | undefined {
	const count = Number(sysctls["netfilter/nf_conntrack_count"] ?? 0);
	const most = Number(sysctls["netfilter/nf_conntrack_max"] ?? 0);
	return most > 0 && count >= most
		? `its table of connections is full: net.netfilter.nf_conntrack_max = ${most}`
		: undefined;
}

export const filterAdvice =
	"Let this rule or policy accept the packet, in the host's own firewall: where its rules are kept, so that it holds after a reboot too.";
