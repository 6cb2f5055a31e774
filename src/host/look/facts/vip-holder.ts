import { parseTable } from "../../../ipvs/parse-rule.ts";
import { servicesOf } from "../../../ipvs/rule.ts";
import type { Desired } from "../../../model/desired.ts";
import { raw, sh } from "../../../ssh/shell.ts";
import type { FoundVipHolder } from "../../found-director.ts";
import type { Question } from "../../question.ts";
import { recordPath } from "../../record.ts";
import { knownPeers } from "./known-peers.ts";

/**
 * Another machine that answers for the VIP and should not; undefined: there is none. Asked only before the first change of a director, as it takes up to a
 * second; afterwards the director has the VIP itself. A machine that does not answer a ping, as many do, is asked at a port of the service. An entry for a
 * neighbour alone proves nothing: routers answer ARP for others, and entries get old. If there are several directors, another one of them may have the VIP,
 * if it sends adverts. A director that has been the only one sends none until `up` changes it; until then this director would take the VIP from it. The
 * kernel counts adverts that no program reads. A director is known by its address on the same link. If the VIP is on another link than the directors'
 * addresses, a director looks like a stranger, and nothing is asked.
 */
export const vipHolder: Question<FoundVipHolder | undefined> = {
	onlyBefore: true,
	probe(desired, _family, owner) {
		const { ipvs, vip, failover, device } = desired;
		if (Object.keys(ipvs).length === 0 || vip === undefined) return "";
		if (failover !== undefined && device !== undefined) return "";
		const peers = knownPeers(failover);
		const heard =
			failover?.later === undefined
				? []
				: [unread, sh`sleep ${failover.later.silentSeconds}`, unread, readers];
		const asked = [...peers, sh`ip -4 neigh show to ${vip}`, ...heard];
		return `${sh`[ -e ${recordPath(owner)} ] || ! { ping -n -c 1 -W 0.5 ${vip} | grep -q ttl=${raw(answersAtPort(desired))}; } || `}${asked.length === 1 ? asked[0] : `{ ${asked.join("; ")}; }`}`;
	},
	parse({ lines }, { vip, failover }) {
		const found = lines.flatMap((line) => {
			const [, address, hardware] =
				/^(\S+) .* lladdr (\S+)/.exec(line.trim()) ?? [];
			return hardware === undefined ? [] : [{ address, hardware }];
		});
		const hardware = found.find(({ address }) => address === vip)?.hardware;
		if (hardware === undefined) return undefined;
		const [director] =
			Object.entries(failover?.peers ?? {}).find(([, peer]) =>
				found.some(
					(each) => each.address === peer && each.hardware === hardware,
				),
			) ?? [];
		if (director === undefined) return { hardware };
		return failover?.later?.names.includes(director) && !areHeard(lines)
			? { hardware, director }
			: undefined;
	},
};

/**
 * Shell text after the ping: whether a connection to the VIP is taken or refused within half a second. One that comes nowhere, as there is no route or nobody
 * answers, says nothing of another machine. Empty if no service has a port of TCP.
 */
function answersAtPort({ ipvs, vip, packets }: Desired): string {
	const [port] = [
		...servicesOf(parseTable(ipvs)).flatMap(({ match }) =>
			match.protocol === "tcp" && match.address.text === vip && match.port > 0
				? [match.port]
				: [],
		),
		...Object.values(packets?.marks ?? {}).flatMap(({ protocol, ports }) =>
			protocol === "tcp" ? ports.slice(0, 1) : [],
		),
	];
	return port === undefined
		? ""
		: sh` || { said=$(timeout 0.5 bash -c ${`: </dev/tcp/${vip}/${port}`} 2>&1) || case $said in *refused*) ;; *) false ;; esac; }`;
}

/** Prints how many packets arrived whose protocol no program here reads. */
const unread = "awk '/^Ip: [0-9]/ { print \"unread\", $8 }' /proc/net/snmp";

/** Prints a line if a program here reads VRRP, IP protocol 112, so that its packets are not counted. */
const readers = "awk '$2 ~ /:0070$/ { print \"read\" }' /proc/net/raw";

function areHeard(lines: readonly string[]): boolean {
	const counts = lines.filter((line) => line.startsWith("unread "));
	return lines.includes("read") || new Set(counts).size > 1;
}
