import { sh } from "../../../ssh/shell.ts";
import type { Question } from "../../question.ts";
import { recordPath } from "../../record.ts";

/**
 * The link-layer address of another machine that answers for the VIP; undefined: none. Asked only before the first change of a director, as it takes
 * half a second: afterwards the VIP is its own. A neighbour alone is no proof: routers answer ARP for others, and entries get old.
 */
export const vipHolder: Question<string | undefined> = {
	onlyBefore: true,
	probe: ({ ipvs, vip }, _family, owner) =>
		Object.keys(ipvs).length === 0 || vip === undefined
			? ""
			: sh`[ -e ${recordPath(owner)} ] || ! ping -n -c 1 -W 0.5 ${vip} | grep -q ttl= || ip -4 neigh show to ${vip}`,
	parse: ({ lines }) =>
		lines.flatMap((line) => / lladdr (\S+)/.exec(line)?.[1] ?? [])[0],
};
