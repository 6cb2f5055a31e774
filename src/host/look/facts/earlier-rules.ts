import { contains, parseLinkAddress } from "../../../model/address.ts";
import { hostPrefix, toldAddress } from "../../../model/written-address.ts";
import type { EarlierRule } from "../../observed.ts";
import type { Question } from "../../question.ts";

/**
 * Rules of others that the kernel asks before ours, for all packets of the host's own address, and that send those to clients elsewhere.
 * Looked for where the role has rules of its own: only there it has an address to which answers of NAT belong.
 */
export const earlierRules: Question<readonly EarlierRule[]> = {
	toldBy: "routes",
	parse: ({ lines }, { ownAddress, routes }) => {
		const ours = Object.values(routes);
		return lines.flatMap((line) => {
			const [, priority, from, table, route] =
				/^earlier (\d+) (\S+) (\S+) (.*)$/.exec(line) ?? [];
			if (
				priority === undefined ||
				from === undefined ||
				table === undefined ||
				route === undefined ||
				// the number of a next hop, as of routes of FRR
				ours.some((each) =>
					`${route.replace(/ nhid \d+/, "")} `.startsWith(`${each} `),
				)
			)
				return [];
			return covers(from, ownAddress)
				? [{ priority: Number(priority), rule: `from ${from} lookup ${table}` }]
				: [];
		});
	},
};

function covers(from: string, address: string | undefined): boolean {
	if (from === "all") return true;
	const network = parseLinkAddress(
		from.includes("/") ? from : hostPrefix(from),
	);
	return (
		network !== undefined &&
		address !== undefined &&
		contains(network, toldAddress(address))
	);
}
