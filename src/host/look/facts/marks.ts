import { guardOf } from "../../../model/tables.ts";
import { ifNftables } from "../../kinds/nftables.ts";
import type { FoundMarks, Listener } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** `0100007F` of /proc/net/tcp -> `127.0.0.1`; the address that stands for any address, of either family -> `0.0.0.0`. */
function inDots(hexadecimal: string): string {
	if (/^0+$/.test(hexadecimal)) return "0.0.0.0";
	return [6, 4, 2, 0]
		.map((at) => Number.parseInt(hexadecimal.slice(-8).slice(at, at + 2), 16))
		.join(".");
}

/** Who uses marks, and who listens. Looked at only where services are joined by marks. */
export const marks: Question<FoundMarks> = {
	onlyBefore: true,
	probe: ({ nftables }) =>
		Object.keys(nftables).some((rule) => rule.includes(" mark set "))
			? `${ifNftables} nft -s list ruleset 2>/dev/null | awk '$1 == "table" { table = $1 " " $2 " " $3 } / mark set 0x/ { print "mark", $NF, table }'
! grep -qs . /proc/net/ip_tables_names || { iptables-legacy-save -t mangle || iptables-save -t mangle; } 2>/dev/null | awk '{ for (i = 2; i < NF; i++) if ($i ~ /^--set-x?mark$/) print "mark", $(i + 1), "iptables, mangle", $2 }'
ip -4 rule show | awk '{ for (i = 2; i < NF; i++) if ($i == "fwmark") print "mark", $(i + 1), "ip rule", $1 }'
awk '$4 == "0A" || FILENAME ~ /udp/ { print "listen", FILENAME, $2 }' /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null`
			: "",
	parse({ lines }, { tables }) {
		const used: Record<string, string> = {};
		const listeners: Listener[] = [];
		const own = tables && [tables.nftables, guardOf(tables.nftables)];
		for (const line of lines) {
			const [kind, word = "", ...rest] = line.split(" ");
			const where = rest.join(" ");
			if (
				kind === "mark" &&
				!own?.some((table) => where === `table ip ${table}`)
			)
				used[Number(word.split("/")[0])] = where;
			if (kind !== "listen") continue;
			const [address = "", port = ""] = where.split(":");
			if (port === "") continue;
			listeners.push({
				protocol: word.includes("tcp") ? "tcp" : "udp",
				address: inDots(address),
				port: Number.parseInt(port, 16),
			});
		}
		return { used, listeners };
	},
};
