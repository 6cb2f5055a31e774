import { runDirectory } from "../model/run-directory.ts";
import type { DirectorParts } from "./director-parts.ts";
import { sysctlPath } from "./director-sysctls.ts";
import { guardTable } from "./failover-view.ts";
import { watchPart } from "./watch.ts";

/** What puts a director's kernel back when others change it. */
export function directorWatch({
	cluster,
	director,
	unit,
	owner,
	directory,
	health,
	agrees,
	nftables,
	sysctls,
}: DirectorParts): ReturnType<typeof watchPart> {
	return watchPart({
		unit,
		program: `${directory}/director`,
		repair: "heal",
		owner,
		addresses: [cluster.vip, director.address],
		nftables,
		routing: undefined,
		device: undefined,
		receiver: undefined,
		silent: [
			...new Set(
				Object.keys(sysctls.needed).map(
					(key) => `/proc/sys/${sysctlPath(key, "*")}`,
				),
			),
		],
		table: true,
		reader:
			health.places.length === 0 ? undefined : `${runDirectory(owner)}/reader`,
		agreement: agrees ? `${runDirectory(owner)}/failover.conf` : undefined,
		guard: agrees ? guardTable(cluster.name) : undefined,
	});
}
