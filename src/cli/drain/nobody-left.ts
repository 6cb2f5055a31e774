import { serverKey } from "../../ipvs/key.ts";
import type { ServerRule } from "../../ipvs/rule.ts";
import { ruleKey, serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Out } from "./out-already.ts";
import { whoIsMissing } from "./who-is-missing.ts";

/**
 * Why a real server should not be drained: it is the last one of a service that serves, and no sorry server is there for its clients; or it is the sorry
 * server, and serves alone. Pure.
 *
 * @param out the real servers that already get no new connections.
 */
export function nobodyLeft(
	{ desired }: Pick<HostInputs, "desired">,
	address: string,
	out: Out,
): string | undefined {
	const { quorums = {}, sorryServers = {} } = desired;
	for (const [service, servers] of serversByService(clientTable(desired))) {
		// the state of an earlier version does not say which one it is
		const sorry = serverKey(service, sorryServers[service] ?? "");
		const hasSorry = service in quorums && !out.has(sorry);
		const serving = servers.filter(
			(each) => each.weight > 0 && !out.has(ruleKey(each)),
		);
		const isOf = (each: ServerRule) => each.address.text === address;
		const isLast = serving.length > 0 && serving.every(isOf);
		const isSorryAlone =
			serving.length === 0 &&
			hasSorry &&
			servers.some((each) => isOf(each) && ruleKey(each) === sorry);
		if ((isLast && !hasSorry) || isSorryAlone)
			return `of ${service} nobody would be left who serves${whoIsMissing(servers, out)}, and clients would be refused or sent to who fails; with --last it is drained all the same`;
	}
	return undefined;
}
