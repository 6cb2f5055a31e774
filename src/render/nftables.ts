import type { Text } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import type { Draft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** Chains of our own table -> their rules, each as `nft list` prints it. A chain without rules is left out. */
export type Chains = Readonly<Partial<Record<keyof typeof hooks, string[]>>>;

const hooks = {
	raw: "type filter hook prerouting priority raw; policy accept;",
	prerouting: "type filter hook prerouting priority mangle; policy accept;",
	rawOutput: "type filter hook output priority raw; policy accept;",
	output: "type filter hook output priority mangle; policy accept;",
	// after a change of the mark, the kernel looks for the route again
	answers: "type route hook output priority mangle; policy accept;",
	postrouting: "type nat hook postrouting priority srcnat; policy accept;",
} as const;

/** The conntrack helper that reads the control connections of a protocol, and so knows the connections that they announce. */
type Helper = "ftp";

/** The text for `nft -f`. It replaces our whole table in one transaction and touches no other table. */
function renderNftables(
	table: string,
	chains: Chains,
	helper: Helper | undefined,
): Text {
	return renderTemplate("nftables", {
		table,
		helper: helper ?? "",
		chains: Object.entries(chains)
			.filter(([, rules]) => rules.length > 0)
			.map(([name, rules]) => ({
				name,
				hook: hooks[name as keyof typeof hooks],
				rules,
			})),
	});
}

/**
 * The file with a host's packet rules, if it has any, and the same rules as they are compared with those of the kernel.
 *
 * @param helper the helper that a rule names. Default: none does.
 */
export function nftablesPart(
	cluster: string,
	chains: Chains,
	helper?: Helper,
): Required<Pick<Draft, "files" | "nftables">> {
	const nftables = desiredNftables(chains);
	const content = renderNftables(tablesOf(cluster).nftables, chains, helper);
	return {
		files:
			Object.keys(nftables).length === 0
				? []
				: [
						{
							path: `${programDirectory(cluster)}/nftables`,
							content,
							mode: "644",
							readBy: "our unit",
						},
					],
		nftables,
	};
}

function desiredNftables(chains: Chains): Record<string, "present"> {
	return Object.fromEntries(
		Object.entries(chains).flatMap(([chain, rules]) =>
			rules.map((rule) => [`${chain} ${rule}`, "present"] as const),
		),
	);
}

/** Ports as nft prints them: a single port bare, several as a sorted set. */
export function portSet(ports: readonly number[]): string {
	const [first, ...others] = [...ports].sort((a, b) => a - b);
	return others.length === 0
		? String(first)
		: `{ ${[first, ...others].join(", ")} }`;
}
