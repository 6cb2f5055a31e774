import { guardOf } from "../../../model/tables.ts";
import type { FoundMarks, Listener, MarkUser } from "../../found-network.ts";
import { ifNftables } from "../../kinds/nftables.ts";
import { isOwnTable } from "../../mark-user.ts";
import type { Question } from "../../question.ts";
import { parseSocketAddress } from "../../socket-address.ts";
import { socketTables } from "../../socket-tables.ts";

/** Who uses marks, and which programs listen. Looked at only if services are joined by marks. */
export const marks: Question<FoundMarks> = {
	onlyBefore: true,
	probe: ({ packets }) =>
		Object.keys(packets?.marks ?? {}).length > 0
			? `${ifNftables} nft -s list ruleset 2>/dev/null | awk '$1 == "table" { table = $1 " " $2 " " $3 } / mark set 0x/ { print "mark", $NF, table }'
! grep -qs . /proc/net/ip_tables_names || { iptables-legacy-save -t mangle || iptables-save -t mangle; } 2>/dev/null | awk '{ for (i = 2; i < NF; i++) if ($i ~ /^--set-x?mark$/) print "mark", $(i + 1), "iptables, mangle", $2 }'
ip -4 rule show | awk '{ for (i = 2; i < NF; i++) if ($i == "fwmark") print "mark", $(i + 1), "ip rule", $1 }'
awk '$4 == "0A" || FILENAME ~ /udp/ { print "listen", FILENAME, $2 }' ${socketTables("tcp", "tcp6", "udp", "udp6")}`
			: "",
	parse({ lines }, { tables }) {
		const used: Record<string, MarkUser> = {};
		const listeners: Listener[] = [];
		const own = tables && [tables.nftables, guardOf(tables.nftables)];
		for (const line of lines) {
			const [kind, word = "", ...rest] = line.split(" ");
			if (kind === "mark") {
				const user = userOf(rest);
				if (!own?.some((table) => isOwnTable(user, table)))
					used[Number(word.split("/")[0])] = user;
			}
			if (kind !== "listen") continue;
			const [address = "", port = ""] = rest.join(" ").split(":");
			if (port === "") continue;
			listeners.push({
				protocol: word.includes("tcp") ? "tcp" : "udp",
				address: parseSocketAddress(address),
				port: Number.parseInt(port, 16),
			});
		}
		return { used, listeners };
	},
};

/** @param words `table inet filter`, or another user of marks. */
function userOf(words: readonly string[]): MarkUser {
	const [kind, family, name] = words;
	return kind === "table" && family !== undefined && name !== undefined
		? { kind, family, name }
		: { kind: "other", words: words.join(" ") };
}
