import { parseTable } from "../../../ipvs/parse-rule.ts";
import { serversOf } from "../../../ipvs/rule.ts";
import { gatewayOf } from "../../../model/answer-route.ts";
import type { Desired } from "../../../model/desired.ts";
import type { FoundWay } from "../../found-director.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** Each address once, in the order in which the look asks. */
function addressesOf({ ipvs, routes }: Desired): string[] {
	const servers = serversOf(parseTable(ipvs));
	return [
		...new Set([
			...servers.map(({ address }) => address.text),
			...Object.values(routes).flatMap((route) => gatewayOf(route) ?? []),
		]),
	];
}

/**
 * How a director reaches its real servers, and a real server the director to which its answers go: address -> the route to it.
 * A host on a link of this one, or this one itself, is left out. One process asks for all.
 */
export const ways: Question<Observed["ways"]> = {
	onlyBefore: true,
	probe(desired) {
		const addresses = addressesOf(desired);
		return addresses.length === 0
			? ""
			: `ip -4 -force -batch - 2>&1 <<end
${addresses.map((address) => `route get ${address}`).join("\n")}
end`;
	},
	parse({ lines }, desired) {
		const addresses = addressesOf(desired);
		return Object.fromEntries(
			lines.flatMap((line): [string, FoundWay][] => {
				const [, address, router] = /^(\S+) via (\S+) /.exec(line) ?? [];
				if (address !== undefined && router !== undefined)
					return [[address, { router }]];
				const failed = /^Command failed -:(\d+)/.exec(line)?.[1];
				const unknown = addresses[Number(failed) - 1];
				return unknown === undefined ? [] : [[unknown, { router: undefined }]];
			}),
		);
	},
};
