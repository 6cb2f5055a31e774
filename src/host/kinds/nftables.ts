import { raw, sh } from "../../ssh/shell.ts";
import { differencesOfOurs } from "./differences.ts";
import type { Kind } from "./kind.ts";

/** Shell text before a call of nft in a look. nft would load the module, and a look must change nothing. A kernel may have nftables built in. */
export const ifNftables = `{ [ ! -d /sys/module/nf_tables ] && ! grep -qs '/nf_tables.ko' "/lib/modules/$(uname -r)/modules.builtin"; } ||`;

/** Rules of our own nftables table, each after the name of its chain. */
export const nftables: Kind<"nftables"> = {
	title: "nftables",
	localise: { never: "nftables prints its rules alike everywhere" },
	probe: ({ nftables, tables }) =>
		tables === undefined || Object.keys(nftables).length === 0
			? ""
			: sh`${raw(ifNftables)} nft -s list table ip ${tables.nftables} 2>/dev/null`,
	parse({ lines }) {
		const rules: Record<string, "present"> = {};
		let chain: string | undefined;
		for (const line of lines.map((line) => line.trim())) {
			const opened = /^(?:chain (\S+)|ct helper \S+|table .*) \{$/.exec(line);
			// lines inside a helper are not rules
			if (opened !== null) chain = opened[1];
			else if (chain !== undefined && !/^(type |\}$)/.test(line))
				rules[`${chain} ${line}`] = "present";
		}
		return rules;
	},
	plan: ({ desired, observed }) => ({
		unit: differencesOfOurs("nftables ", desired.nftables, observed.nftables),
	}),
	made: {
		word: "nftables",
		names: ({ nftables, tables }) =>
			tables === undefined || Object.keys(nftables).length === 0
				? []
				: [tables.nftables],
		undo: (name) =>
			sh`{ ! nft list table ip ${name} >/dev/null 2>&1 || nft delete table ip ${name}; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	isThere: (_name, { nftables }) => Object.keys(nftables).length > 0,
	live: ({ observed }) => observed.nftables,
};
