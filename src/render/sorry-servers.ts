import { serverOfKey, serviceOfKey } from "../ipvs/key.ts";
import { ruleKey } from "../ipvs/rule.ts";
import type { Cluster } from "../model/cluster.ts";
import { serverRuleOf } from "./rules.ts";
import { isPage, serversOf } from "./sorry-page.ts";

/** The services with a sorry server, in ipvsadm's words. */
export function sorryServers(cluster: Cluster) {
	return cluster.services.flatMap((service) => {
		const { sorry } = service;
		const server = serversOf(cluster, service).find((each) =>
			sorry !== undefined && "name" in sorry.who
				? each.name === sorry.who.name
				: isPage(cluster, each),
		);
		if (sorry === undefined || server === undefined) return [];
		const key = ruleKey(serverRuleOf(cluster, service, server));
		const { below, backFrom } = sorry;
		return [
			{
				below,
				backFrom,
				service: serviceOfKey(key),
				server: serverOfKey(key),
			},
		];
	});
}
