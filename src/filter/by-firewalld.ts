import type { Passage } from "../model/passage.ts";
import { byNumber } from "./by-number.ts";
import type { Opening } from "./opening.ts";
import { formatCommand, openCommands } from "./owner-commands.ts";
import { portSide, type Stop } from "./stop.ts";
import type { Place } from "./walk.ts";
import { overrulesNobody, type WayOut } from "./way-out.ts";

export function byFirewalld(stop: Stop): WayOut {
	const { passage, ports, place } = stop;
	const { hooks } = passage;
	const own = keeperOf(place);
	const rules = richRules(passage, ports);
	if (hooks.includes("forward") && !own?.keeper.startsWith("--policy"))
		return {
			kind: "advice",
			advice: `Let them through by a policy: firewall-cmd --permanent --new-policy lvs; firewall-cmd --permanent --policy lvs --add-ingress-zone "the zone of the real servers" --add-egress-zone "the zone of the clients" --set-target ACCEPT; firewall-cmd --reload.`,
			why: "firewalld forwards between zones by a policy alone, and a new one takes a reload, which drops what others opened until the next",
		};
	if (own === undefined)
		return {
			kind: "advice",
			advice: `Let them through, in the zone that they come by: firewall-cmd --permanent${added(rules)} && firewall-cmd${added(rules)}.`,
			why: "the zone of these packets cannot be told",
		};
	if (own.chain !== place.chain.name)
		return {
			kind: "advice",
			advice: `Let them through before that rule: ${said(own.keeper, rules.map(first))}.`,
			why: overrulesNobody,
		};
	// by another device they may belong to another zone
	if ((hooks.includes("output") ? stop.out : stop.in) === undefined)
		return {
			kind: "advice",
			advice: `Let them through: ${said(own.keeper, rules)}.`,
			why: "the device of these packets cannot be told, and so their zone",
		};
	return { kind: "openings", openings: openings(own.keeper, rules) };
}

/** Rules in firewalld's rich language, one for each port. */
export function richRules(
	passage: Passage,
	ports: readonly number[],
): string[] {
	const { protocol, from, to } = passage;
	const element = portSide(passage) === "dport" ? "port" : "source-port";
	const rule = (what: string) =>
		[
			'rule family="ipv4"',
			...(from === undefined ? [] : [`source address="${from}"`]),
			...(to === undefined ? [] : [`destination address="${to}"`]),
			what,
			"accept",
		].join(" ");
	return ports.length === 0
		? [rule(`protocol value="${byNumber(protocol)}"`)]
		: ports.map((port) =>
				rule(`${element} port="${port}" protocol="${protocol}"`),
			);
}

function openings(keeper: string, rules: readonly string[]): Opening[] {
	return rules.map((rule) => ({ by: "firewalld", keeper, rule }));
}

function said(keeper: string, rules: readonly string[]): string {
	return openCommands(openings(keeper, rules)).map(formatCommand).join("; ");
}

function added(rules: readonly string[]): string {
	return rules.map((rule) => ` --add-rich-rule='${rule}'`).join("");
}

/** The same rule, asked before all that have no priority. */
function first(rule: string): string {
	return rule.replace(/^rule /, 'rule priority="-1" ');
}

/**
 * The zone or policy whose rules decided, and the name of its own chain. firewalld names chains after them: `filter_IN_public`, `filter_IN_policy_web`. Rules
 * of its commands are in a chain of their own, `filter_IN_public_allow`, before the end of that chain.
 */
function keeperOf({
	trail,
}: Place): { readonly keeper: string; readonly chain: string } | undefined {
	return trail
		.flatMap((chain) => {
			const [, policy, name] =
				/^filter_(?:IN|FWDI|FWDO|FWD|OUT)_(policy_)?(?!.*_(?:pre|log|deny|allow|post)$)(.+)$/.exec(
					chain,
				) ?? [];
			return name === undefined
				? []
				: [
						{
							keeper: `--${policy === undefined ? "zone" : "policy"}=${name}`,
							chain,
						},
					];
		})
		.at(-1);
}
