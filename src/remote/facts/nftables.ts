import { sh } from "../shell.ts";
import type { Fact } from "./fact.ts";

/** Rules of our own nftables table, each after the name of its chain. Empty where there is no such table. */
export const nftables: Fact<Record<string, "present">> = {
	probe: ({ nftables, tables }) =>
		Object.keys(nftables).length === 0
			? ""
			: sh`nft -s list table ip ${tables.nftables} 2>/dev/null`,
	parse({ lines }) {
		const rules: Record<string, "present"> = {};
		let chain = "";
		for (const line of lines.map((line) => line.trim())) {
			const opened = /^chain (\S+) \{$/.exec(line)?.[1];
			if (opened !== undefined) chain = opened;
			else if (!/^(table |type |\}$)/.test(line))
				rules[`${chain} ${line}`] = "present";
		}
		return rules;
	},
};
