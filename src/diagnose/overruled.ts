import type { Evidence, Route } from "./evidence.ts";
import { type RoutingRule, type Sent, selects } from "./routing-rule.ts";

/** The priority of the rule of the kernel's that asks the main table. */
const main = 32766;

/** A rule of others that is asked before ours, and what to do about it. */
export interface Overruling {
	readonly words: string;
	readonly wayOut: string;
}

/**
 * Whether a rule of somebody else's decides the route of an answer, before our rule or the one of the main table is asked. The kernel reports the table in
 * which it found the route.
 *
 * @param ours the priority of our rules. Undefined: none of ours should route this answer.
 */
export function overruled(
	{ name, rules }: Evidence,
	route: Route,
	answer: Sent,
	ours: number | undefined,
): Overruling | undefined {
	const before = ours ?? main;
	const rule = rules.find(
		(each) =>
			each.priority < before &&
			each.table !== "local" &&
			each.table === (route.table ?? "main") &&
			selects(each, answer),
	);
	if (rule === undefined) return undefined;
	const { priority, text } = rule;
	return {
		words: `its rule "${priority}: ${text}" is asked before ${ours === undefined ? "the main table" : `ours, ${ours}`}`,
		wayOut: `On ${name}, give that rule a priority above ${before}, or delete it: ip rule del ${selectorOf(rule, rules)}; where the network's files make it, there too, so that it holds after a reboot.`,
	};
}

/** Several rules may have the same priority. */
function selectorOf(
	{ priority, text }: RoutingRule,
	rules: readonly RoutingRule[],
): string {
	return rules.filter((each) => each.priority === priority).length === 1
		? `pref ${priority}`
		: `pref ${priority} ${text}`;
}
