import type { Cluster, Director } from "../model/cluster.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { modulesOf } from "./director-modules.ts";
import { directorChains } from "./director-packets.ts";
import { directorSysctls } from "./director-sysctls.ts";
import { failoverPart } from "./failover.ts";
import { handedOf } from "./handed.ts";
import { healthPart } from "./health.ts";
import { nftablesPart } from "./nftables.ts";
import { rulesOf } from "./rules.ts";
import { sorryPagePart } from "./sorry-page.ts";

/** What a director is made of: its names on the host, and the parts of other files that several of its own files need. */
export type DirectorParts = ReturnType<typeof directorParts>;

export function directorParts(cluster: Cluster, director: Director) {
	const health = healthPart(cluster, director);
	const failover = failoverPart(cluster, director);
	const handed = handedOf(cluster);
	const serves = hasBothRoles(cluster, director);
	const packets = nftablesPart(cluster.name, directorChains(cluster, serves));
	return {
		cluster,
		director,
		unit: `lvs-${cluster.name}-director`,
		owner: ownerOf({ component: cluster.name, role: "director" }),
		directory: programDirectory(cluster.name),
		health,
		failover,
		/** Whether several directors agree on the one that has the VIP. */
		agrees: failover.failover !== undefined,
		sorry: sorryPagePart(cluster),
		handed,
		/** Whether it is a real server too. */
		serves,
		rules: [
			...rulesOf(cluster),
			...handed.flatMap((each) => each.rules),
			...health.places.flatMap(({ probes }) => probes),
		],
		packets,
		/** The name of its table; undefined: it has none. */
		nftables:
			Object.keys(packets.nftables).length === 0
				? undefined
				: tablesOf(cluster.name).nftables,
		sysctls: directorSysctls(cluster, failover.sysctls, serves),
		modules: modulesOf(cluster),
	};
}
