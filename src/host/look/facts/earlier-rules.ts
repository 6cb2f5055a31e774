import { gatewayOf } from "../../../model/answer-route.ts";
import { coversAddress } from "../../covers-address.ts";
import type { EarlierRule } from "../../found-network.ts";
import { parseEarlier } from "../../kinds/rule-lines.ts";
import type { Question } from "../../question.ts";

/**
 * Rules of others that the kernel asks before ours, that hold for all packets from the host's own address, and that send those to clients elsewhere. They are
 * looked for only if the role has rules of its own: only then the host has an address to which answers of NAT belong.
 */
export const earlierRules: Question<readonly EarlierRule[]> = {
	toldBy: "routes",
	parse: ({ lines }, { ownAddress, routes }) => {
		const ours = Object.values(routes).map(gatewayOf);
		return lines.flatMap((line) => {
			const earlier = parseEarlier(line);
			if (earlier === undefined) return [];
			const { priority, from, table, route } = earlier;
			// without the number of a next hop, which routes of FRR have
			const gateway = gatewayOf(route.replace(/ nhid \d+/, ""));
			return (gateway !== undefined && ours.includes(gateway)) ||
				!coversAddress(from, ownAddress)
				? []
				: [{ priority, rule: `from ${from} lookup ${table}` }];
		});
	},
};
