import type { Cluster } from "../model/cluster.ts";
import { inertNumber, ownMark } from "../model/own-mark.ts";

/** The mark of the checking program's own service, which no packet carries. See health.ts. */
export function inertMark(cluster: Cluster): number {
	return ownMark(cluster.name, inertNumber);
}
