import type { Fact } from "./fact.ts";

export interface FoundMarks {
	/** Firewall mark -> who else sets or uses it: `table inet filter`, `ip rule 100`. */
	readonly used: Readonly<Record<string, string>>;
	/** What listens on any or all addresses of the host, `tcp 80`. */
	readonly listeners: readonly Listener[];
}

export interface Listener {
	readonly protocol: string;
	/** `0.0.0.0` or `*` for all. */
	readonly address: string;
	readonly port: number;
}

/** Looked at only where services are joined by marks. */
export const marks: Fact<FoundMarks> = {
	probe: ({ nftables }) =>
		Object.keys(nftables).some((rule) => rule.includes(" mark set "))
			? `nft -s list ruleset 2>/dev/null | awk '$1 == "table" { table = $1 " " $2 " " $3 } / mark set 0x/ { print "mark", $NF, table }'
ip -4 rule show | awk '{ for (i = 2; i < NF; i++) if ($i == "fwmark") print "mark", $(i + 1), "ip rule", $1 }'
ss -Hltnu | awk '{ print "listen", $1, $5 }'`
			: "",
	parse({ lines }, { tables }) {
		const used: Record<string, string> = {};
		const listeners: Listener[] = [];
		for (const line of lines) {
			const [kind, word = "", ...rest] = line.split(" ");
			const where = rest.join(" ");
			if (kind === "mark" && where !== `table ip ${tables.nftables}`)
				used[Number(word.split("/")[0])] = where;
			if (kind !== "listen") continue;
			const at = where.lastIndexOf(":");
			listeners.push({
				protocol: word,
				address: where.slice(0, at),
				port: Number(where.slice(at + 1)),
			});
		}
		return { used, listeners };
	},
};
