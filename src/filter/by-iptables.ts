import type { Passage } from "../model/passage.ts";
import { byNumber } from "./by-number.ts";
import { baseName, portSide, type Stop } from "./stop.ts";
import type { WayOut } from "./way-out.ts";

/** iptables takes 15 ports in one rule. */
const portsOfRule = 15;

/**
 * @param chain where the rule goes. Default: the chain of the hook.
 * @param keep how to keep the rule for the next boot.
 */
export function byIptables(
	stop: Stop,
	why: string,
	{
		chain,
		keep = keepIptables,
	}: { readonly chain?: string; readonly keep?: string } = {},
): WayOut {
	return {
		kind: "advice",
		advice: `Let them through: ${iptablesAccepts(stop, chain).join("; ")}. ${keep}`,
		why,
	};
}

/** How rules of iptables are kept for the next boot. */
export const keepIptables =
	"Keep it: netfilter-persistent save, or service iptables save.";

/** The commands that accept packets in a chain before all other rules of it. */
export function iptablesAccepts(
	stop: Stop,
	chain = baseName(stop),
): readonly string[] {
	const { passage, ports, place } = stop;
	const program = place.chain.table.split(" ")[0] ?? "iptables";
	const table = place.chain.table.split(" ").at(-1) ?? "filter";
	const rule = (some: readonly number[]) =>
		[
			program,
			...(table === "filter" ? [] : ["-t", table]),
			"-I",
			chain,
			...iptablesWords(passage, some),
			"-j",
			"ACCEPT",
		].join(" ");
	return ports.length === 0
		? [rule([])]
		: Array.from({ length: Math.ceil(ports.length / portsOfRule) }, (_, at) =>
				rule(ports.slice(at * portsOfRule, (at + 1) * portsOfRule)),
			);
}

/** The conditions of a rule of iptables for packets, with 15 ports at most. */
export function iptablesWords(
	passage: Passage,
	ports: readonly number[],
): string[] {
	const side = portSide(passage);
	return [
		...(passage.from === undefined ? [] : ["-s", passage.from]),
		...(passage.to === undefined ? [] : ["-d", passage.to]),
		"-p",
		byNumber(passage.protocol),
		...(ports.length === 0
			? []
			: ports.length === 1
				? [`--${side}`, String(ports[0])]
				: ["-m", "multiport", `--${side}s`, ports.join(",")]),
	];
}
