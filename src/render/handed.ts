import { forwardings } from "../ipvs/forwarding.ts";
import type { Rule } from "../ipvs/rule.ts";
import type { Cluster, Director } from "../model/cluster.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { lastMark, ownMark } from "../model/own-mark.ts";
import { ruleAddress } from "../model/written-address.ts";
import { ownService } from "./own-service.ts";

/** How a director that is a real server too takes packets that another director hands to it. */
export interface Handed {
	readonly director: Director;
	/** The mark that its packet filter gives to such packets. */
	readonly mark: number;
	/** An IPVS service for the mark, with only this machine in it: so nothing is balanced a second time. */
	readonly rules: readonly Rule[];
}

/**
 * There is one of them for each of several directors that is a real server of its cluster. Each director has the rules for all of them, as it receives the
 * connections of the others and looks for the service to which they belong.
 */
export function handedOf(cluster: Cluster): Handed[] {
	const { directors, failover } = cluster;
	if (failover === undefined) return [];
	return directors.flatMap((director, place) => {
		const { address } = director;
		if (!hasBothRoles(cluster, director)) return [];
		const mark = ownMark(cluster.name, lastMark - place);
		const service = ownService(mark);
		return [
			{
				director,
				mark,
				rules: [
					service,
					{
						kind: "server",
						service: service.match,
						address: ruleAddress(address),
						port: 0,
						method: forwardings.dr.method,
						weight: 1,
						tunnel: undefined,
						upper: 0,
						lower: 0,
						others: [],
					},
				],
			},
		];
	});
}
