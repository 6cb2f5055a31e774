import { raw, sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** Before a look by nft, which would load the module: looking changes nothing. A kernel may have it built in. */
export const ifNftables = `{ [ ! -d /sys/module/nf_tables ] && ! grep -qs '/nf_tables.ko' "/lib/modules/$(uname -r)/modules.builtin"; } ||`;

/** Rules of our own nftables table, each after the name of its chain. Empty where there is no such table. */
export const nftables: Fact<Record<string, "present">> = {
	probe: ({ nftables, tables }) =>
		Object.keys(nftables).length === 0
			? ""
			: sh`${raw(ifNftables)} nft -s list table ip ${tables.nftables} 2>/dev/null`,
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
