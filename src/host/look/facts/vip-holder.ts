import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";
import { recordPath } from "../../record.ts";

/**
 * The link-layer address of another machine that answers for the VIP; undefined: none. Asked only before the first change of a director, as it takes
 * half a second: afterwards the VIP is its own. A neighbour alone is no proof: routers answer ARP for others, and entries get old.
 * Where there are several directors, another one of them may have it. It is known by the address that it has on the same link: where the
 * VIP is on another link than the directors' addresses, nobody can tell it from a stranger, and nothing is asked.
 */
export const vipHolder: Question<string | undefined> = {
	onlyBefore: true,
	probe({ ipvs, vip, failover, device }, _family, owner) {
		if (Object.keys(ipvs).length === 0 || vip === undefined) return "";
		if (failover !== undefined && device !== undefined) return "";
		const peers = Object.values(failover?.peers ?? {}).map(
			(peer) =>
				sh`ping -n -c 1 -W 0.5 ${peer} >/dev/null; ip -4 neigh show to ${peer}`,
		);
		const holder = sh`ip -4 neigh show to ${vip}`;
		return `${sh`[ -e ${recordPath(owner)} ] || ! ping -n -c 1 -W 0.5 ${vip} | grep -q ttl= || `}${peers.length === 0 ? holder : `{ ${[...peers, holder].join("; ")}; }`}`;
	},
	parse({ lines }, { vip }) {
		const found = lines.flatMap((line) => {
			const [, address, hardware] =
				/^(\S+) .* lladdr (\S+)/.exec(line.trim()) ?? [];
			return hardware === undefined ? [] : [{ address, hardware }];
		});
		const holder = found.find(({ address }) => address === vip)?.hardware;
		const isPeer = found.some(
			({ address, hardware }) => address !== vip && hardware === holder,
		);
		return isPeer ? undefined : holder;
	},
};
