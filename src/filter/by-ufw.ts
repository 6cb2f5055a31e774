import type { Passage } from "../model/passage.ts";
import { byIptables, iptablesWords } from "./by-iptables.ts";
import type { Opening } from "./opening.ts";
import type { Chain } from "./ruleset.ts";
import { type Devices, portSide, type Stop } from "./stop.ts";
import { overrulesNobody, type WayOut } from "./way-out.ts";

/** ufw asks the rules of its commands first, then its policy. Its commands add a rule after those that are there. */
export function byUfw(stop: Stop): WayOut {
	const { passage, ports, place } = stop;
	const { protocol, hooks } = passage;
	const direction = hooks.includes("forward")
		? "forward"
		: hooks.includes("output")
			? "output"
			: "input";
	const inFile = (above: string): string =>
		`write "-A ufw-before-${direction} ${iptablesWords(passage, ports).join(" ")} -j ACCEPT" into /etc/ufw/before.rules, above ${above}, then ufw reload.`;
	if (protocol === "ipip")
		return {
			kind: "advice",
			advice: `ufw has no rule for ipip: ${inFile("its COMMIT")}`,
			why: "ufw has no rule for ipip",
		};
	const rules = ufwRules(passage, ports, stop);
	if (place.trail.some((name) => name.startsWith("ufw-user-")))
		return {
			kind: "advice",
			advice: `Let them through before that rule: ${rules.map((rule) => `ufw ${rule.replace(/^(route )?/, "$1prepend ")}`).join("; ")}.`,
			why: overrulesNobody,
		};
	if (place.trail[1]?.startsWith("ufw-before-"))
		return {
			kind: "advice",
			advice: `Let them through: ${inFile("the rule that stops them")}`,
			why: "ufw asks that rule before those of its commands",
		};
	return isAfterCommands(stop)
		? {
				kind: "openings",
				openings: rules.map((rule): Opening => ({ by: "ufw", rule })),
			}
		: byIptables(stop, "a rule that is not ufw's stops them");
}

/** The words after `ufw`, one rule for each port: so each can be removed separately. */
export function ufwRules(
	passage: Passage,
	ports: readonly number[],
	devices: Devices,
): string[] {
	const { protocol, hooks, from = "any", to = "any" } = passage;
	const [before, after] =
		portSide(passage) === "dport"
			? [`from ${from} to ${to}`, ""]
			: [`from ${from}`, ` to ${to}`];
	const input = devices.in === undefined ? "" : ` in on ${devices.in}`;
	const output = devices.out === undefined ? "" : ` out on ${devices.out}`;
	const way = hooks.includes("forward")
		? `route allow${input}${output}`
		: hooks.includes("output")
			? `allow${output || " out"}`
			: `allow${input || " in"}`;
	const rule = (port: string) =>
		`${way} proto ${protocol} ${before}${port}${after}`;
	return ports.length === 0
		? [rule("")]
		: ports.map((port) => rule(` port ${port}`));
}

/** Whether ufw has already asked the rules of its commands: in its policy, or in a chain that comes before it. */
function isAfterCommands({ place: { chain, rule, trail } }: Stop): boolean {
	return rule === undefined
		? jumpsTo(chain, "ufw-before-")
		: /^ufw-(after|reject)-/.test(trail[1] ?? "");
}

function jumpsTo({ rules }: Chain, begin: string): boolean {
	return rules.some(({ parts }) =>
		parts.some(
			(part) =>
				part.kind === "decision" &&
				part.decision.kind === "jump" &&
				part.decision.chain.startsWith(begin),
		),
	);
}
