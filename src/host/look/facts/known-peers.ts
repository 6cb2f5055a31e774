import type { Desired } from "../../../model/desired.ts";
import { sh } from "../../../ssh/shell.ts";

/** Shell text for each other director of a cluster: it prints the link-layer address by which this one knows it. */
export function knownPeers(failover: Desired["failover"]): string[] {
	return Object.values(failover?.peers ?? {}).map(
		(peer) =>
			sh`ping -n -c 1 -W 0.5 ${peer} >/dev/null; ip -4 neigh show to ${peer}`,
	);
}
