import { iptablesDestination } from "./iptables-destination.ts";
import { anyEnd, type Part } from "./ruleset.ts";

/** Targets after which the next rule follows. */
const silent =
	/^(LOG|NFLOG|ULOG|AUDIT|CLASSIFY|CONNSECMARK|SECMARK|DSCP|TOS|TTL|ECN|TCPMSS|TCPOPTSTRIP|CHECKSUM|SET|TRACE|TEE|IDLETIMER|LED|RATEEST)$/;

/**
 * What a rule does with its packets.
 *
 * @param goes whether `-g` is before the target: then the rules after it are not asked
 */
export function targetOf(
	target: string,
	goes: boolean,
	options: readonly string[],
): Part[] {
	const after = (word: string) => options[options.indexOf(word) + 1] ?? "";
	if (goes)
		return [{ kind: "decision", decision: { kind: "goto", chain: target } }];
	if (silent.test(target)) return [];
	if (
		target === "NOTRACK" ||
		(target === "CT" && options.includes("--notrack"))
	)
		return [{ kind: "notrack" }];
	if (target === "CT") return [];
	if (target === "HMARK") return [{ kind: "mark", mark: undefined }];
	if (target === "FLOWOFFLOAD") return [{ kind: "offload" }];
	// otherwise it sets the mark of the connection
	if (target === "CONNMARK")
		return options.includes("--restore-mark")
			? [{ kind: "mark", mark: undefined }]
			: [];
	if (target === "MARK") {
		const [value = "", mask] = after("--set-xmark").split("/");
		const whole = mask === undefined || Number(mask) === 0xffffffff;
		return [
			{
				kind: "mark",
				mark: value !== "" && whole ? Number(value) : undefined,
			},
		];
	}
	const decisions = {
		ACCEPT: "accept",
		DROP: "drop",
		REJECT: "reject",
		RETURN: "return",
	} as const;
	if (target === "MASQUERADE" || target === "SNAT")
		return [
			{ kind: "decision", decision: { kind: "accept", source: "changed" } },
		];
	if (/^(NETMAP|DNAT|REDIRECT|TPROXY)$/.test(target)) {
		const to = iptablesDestination(target, options);
		return [{ kind: "decision", decision: { kind: "divert", to } }];
	}
	const kind = decisions[target as keyof typeof decisions];
	if (kind !== undefined) return [{ kind: "decision", decision: { kind } }];
	if (/^((NF)?QUEUE|SYNPROXY)$/.test(target))
		return anyEnd(`a program decides (${target})`);
	return [{ kind: "decision", decision: { kind: "jump", chain: target } }];
}
