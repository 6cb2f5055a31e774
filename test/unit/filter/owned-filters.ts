import type { Closing, Opening } from "../../../src/filter/opening.ts";
import { readIptables } from "../../../src/filter/read-iptables.ts";
import { readNft } from "../../../src/filter/read-nft.ts";
import type { Chain } from "../../../src/filter/ruleset.ts";

// Filters of ufw 0.36 and firewalld 1.3, as those programs set them up, without their chains for logs.

/**
 * A host on which ufw lets in ssh alone, and lets nothing out or through.
 *
 * @param user more lines, of the rules that ufw's commands make or of its files.
 */
export function ufw(...lines: string[]): Chain[] {
	const hooks = ["input", "forward", "output"];
	return readIptables("iptables", [
		"*filter",
		...hooks.map((hook) => `:${hook.toUpperCase()} DROP [0:0]`),
		...hooks.flatMap((hook) =>
			["before", "user", "after", "reject"].map(
				(part) => `:ufw-${part}-${hook} - [0:0]`,
			),
		),
		":ufw-not-local - [0:0]",
		...hooks.flatMap((hook) =>
			["before", "after", "reject"].map(
				(part) => `-A ${hook.toUpperCase()} -j ufw-${part}-${hook}`,
			),
		),
		"-A ufw-before-input -i lo -j ACCEPT",
		"-A ufw-before-output -o lo -j ACCEPT",
		...hooks.map(
			(hook) =>
				`-A ufw-before-${hook} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
		),
		"-A ufw-before-input -m conntrack --ctstate INVALID -j DROP",
		"-A ufw-before-input -j ufw-not-local",
		"-A ufw-not-local -m addrtype --dst-type LOCAL -j RETURN",
		"-A ufw-not-local -j DROP",
		"-A ufw-user-input -p tcp -m tcp --dport 22 -j ACCEPT",
		...lines,
		...hooks.map((hook) => `-A ufw-before-${hook} -j ufw-user-${hook}`),
	]);
}

/**
 * A host on which firewalld lets in ssh alone: the zone public has eth1, and rejects the rest.
 *
 * @param more rules of its commands: chain -> expressions.
 */
export function firewalld(
	more: readonly (readonly [chain: string, ...expr: object[]])[] = [],
): Chain[] {
	const family = "inet";
	const table = "firewalld";
	const parts = ["pre", "log", "deny", "allow", "post"];
	const jump = (target: string) => ({ jump: { target } });
	const reject = { reject: { type: "icmpx", expr: "admin-prohibited" } };
	const match = (left: object, right: unknown, op = "==") => ({
		match: { op, left, right },
	});
	const state = (...states: string[]) =>
		match({ ct: { key: "state" } }, states, "in");
	const accept = { accept: null };
	const chains = [
		"filter_INPUT_POLICIES_pre",
		"filter_INPUT_ZONES",
		"filter_FORWARD_POLICIES_pre",
		"filter_FORWARD_ZONES",
		"filter_OUTPUT_POLICIES_pre",
		...["filter_IN_public", "filter_FWD_public"].flatMap((name) => [
			name,
			...parts.map((part) => `${name}_${part}`),
		]),
		...new Set(
			more
				.map(([chain]) => chain)
				.filter((chain) => chain.includes("_policy_")),
		),
	];
	const zone = (hook: string, name: string): [string, ...object[]][] => [
		[
			`filter_${hook}_ZONES`,
			match({ meta: { key: "iifname" } }, "eth1"),
			{ goto: { target: name } },
		],
		[name, jump(`filter_${hook}_POLICIES_pre`)],
		...parts.map((part): [string, object] => [name, jump(`${name}_${part}`)]),
		[name, reject],
	];
	const rules: readonly (readonly [string, ...object[]])[] = [
		...["INPUT", "FORWARD"].flatMap((hook): [string, ...object[]][] => [
			[`filter_${hook}`, state("established", "related"), accept],
			[`filter_${hook}`, state("invalid"), { drop: null }],
			[`filter_${hook}`, jump(`filter_${hook}_ZONES`)],
			[`filter_${hook}`, reject],
		]),
		["filter_OUTPUT", state("established", "related"), accept],
		["filter_OUTPUT", jump("filter_OUTPUT_POLICIES_pre")],
		[
			"filter_IN_public_allow",
			match({ payload: { protocol: "tcp", field: "dport" } }, 22),
			accept,
		],
		...more,
		...zone("INPUT", "filter_IN_public"),
		...zone("FORWARD", "filter_FWD_public"),
	];
	return readNft({
		nftables: [
			...["input", "forward", "output"].map((hook) => ({
				chain: {
					family,
					table,
					name: `filter_${hook.toUpperCase()}`,
					type: "filter",
					hook,
					prio: 10,
					policy: "accept",
				},
			})),
			...chains.map((name) => ({ chain: { family, table, name } })),
			...rules.map(([chain, ...expr], handle) => ({
				rule: {
					family,
					table,
					chain,
					handle,
					expr: expr as Readonly<Record<string, unknown>>[],
				},
			})),
		],
	});
}

/** Does to the chains what the owner's command does. A rule that is there is not made twice. */
export function open(
	chains: readonly Chain[],
	opening: Opening,
	comment: string,
): Chain[] {
	const { name, rule } = ruleOf(opening, comment);
	return chains.map((chain) =>
		chain.name !== name || chain.rules.some(({ text }) => text === rule.text)
			? chain
			: { ...chain, rules: [...chain.rules, rule] },
	);
}

/** Undoes it. ufw and firewalld take away the rule that is named, and no other. */
export function close(chains: readonly Chain[], closing: Closing): Chain[] {
	const { name, rule } = ruleOf(
		closing.by === "ufw"
			? {
					by: "ufw",
					rule: closing.command.replace(/^--force /, "").replace("delete ", ""),
				}
			: closing,
		closing.by === "ufw" ? closing.comment : "",
	);
	return chains.map((chain) =>
		chain.name === name
			? {
					...chain,
					rules: chain.rules.filter(({ text }) => text !== rule.text),
				}
			: chain,
	);
}

function ruleOf(opening: Opening, comment: string) {
	if (opening.by === "ufw") {
		const value = (pattern: RegExp) => pattern.exec(opening.rule)?.[1];
		const words = (option: string, pattern: RegExp) => {
			const found = value(pattern);
			return found === undefined || found === "any"
				? ""
				: ` ${option} ${found}`;
		};
		const hook = opening.rule.startsWith("route")
			? "forward"
			: /^allow out/.test(opening.rule)
				? "output"
				: "input";
		return {
			name: `ufw-user-${hook}`,
			rule: accepted(
				`${words("-i", / in on (\S+)/)}${words("-o", / out on (\S+)/)}${words("-p", / proto (\S+)/)}${words("-s", / from (\S+)/)}${words("-d", / to (\S+)/)}${words("--sport", / from \S+ port (\d+)/)}${words("--dport", / to \S+ port (\d+)/)}`,
				comment,
			),
		};
	}
	const { keeper, rule } = opening;
	const value = (pattern: RegExp, option: string) => {
		const found = pattern.exec(rule)?.[1];
		return found === undefined ? "" : ` ${option} ${found}`;
	};
	const [, kind, name] = /^--(zone|policy)=(.+)$/.exec(keeper) ?? [];
	return {
		name:
			kind === "zone"
				? `filter_IN_${name}_allow`
				: `filter_OUT_policy_${name}_allow`,
		rule: accepted(
			`${value(/protocol(?: value)?="(\w+)"/, "-p")}${value(/source address="([^"]+)"/, "-s")}${value(/destination address="([^"]+)"/, "-d")}${value(/source-port port="(\d+)"/, "--sport")}${value(/ port port="(\d+)"/, "--dport")}`,
			rule,
		),
	};
}

/** A rule as iptables has it, whose text says whose it is. */
function accepted(words: string, whose: string) {
	const [chain] = readIptables("iptables", [
		"*filter",
		":any - [0:0]",
		`-A any${words} -j ACCEPT`,
	]);
	const [rule] = chain?.rules ?? [];
	if (rule === undefined) throw new Error(`no rule: ${words}`);
	return { ...rule, text: `${rule.text} ${whose}` };
}
