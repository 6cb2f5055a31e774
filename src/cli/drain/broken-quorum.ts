import { ruleKey, serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Out } from "./out-already.ts";
import { whoIsMissing } from "./who-is-missing.ts";

/**
 * Why a real server should not be drained: too few would be left for the quorum of a service, and the sorry server would get the clients of the others. If none
 * would be left, the sorry server is meant to serve. Pure.
 *
 * @param out the real servers that already get no new connections.
 */
export function brokenQuorum(
	{ desired }: Pick<HostInputs, "desired">,
	address: string,
	out: Out,
): string | undefined {
	for (const [service, servers] of serversByService(clientTable(desired))) {
		const least = desired.quorums?.[service] ?? 0;
		const serving = servers.filter(
			(each) => each.weight > 0 && !out.has(ruleKey(each)),
		);
		const left = serving.filter(({ address: { text } }) => text !== address);
		if (
			left.length < serving.length &&
			serving.length >= least &&
			left.length > 0 &&
			left.length < least
		)
			return `of ${service} ${left.length === 1 ? "1 real server" : `${left.length} real servers`} would be left${whoIsMissing(servers, out)}, and its quorum is ${least}: its sorry server would get all clients; declare a smaller \`quorum\` and run up, or take the real server out of the declaration`;
	}
	return undefined;
}
