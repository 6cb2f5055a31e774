import type { Cluster, Director } from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { ownLink } from "../model/own-link.ts";
import { formatSync } from "../model/sync-text.ts";
import { tablesOf } from "../model/tables.ts";
import { hostPrefix } from "../model/written-address.ts";
import { directorPacketRules } from "./director-packets.ts";
import { type DirectorParts, directorParts } from "./director-parts.ts";
import { directorPasses } from "./director-passes.ts";
import { directorView } from "./director-view.ts";
import { directorWatch } from "./director-watch.ts";
import { type DraftFile, formatDraft } from "./draft.ts";
import { failoverPasses } from "./failover-passes.ts";
import { filesFrom } from "./files-from.ts";
import { neededPasses } from "./needed-passes.ts";
import { writtenRules } from "./rules.ts";
import { sorryServers } from "./sorry-servers.ts";

/** The desired state of a director: IPVS, its rules now and at boot, what the forwarding needs, and the VIP. */
export function renderDirector(cluster: Cluster, director: Director): Desired {
	const parts = directorParts(cluster, director);
	const { unit, health, failover, agrees, sorry, packets, modules } = parts;
	const watch = directorWatch(parts);
	return formatDraft({
		ownAddress: director.address,
		vip: cluster.vip,
		...(director.interface === undefined ? {} : { device: director.interface }),
		packages: [
			"ipvsadm",
			familyName("arping-package"),
			"nftables",
			...new Set([...health.packages, ...failover.packages]),
			...sorry.packages,
		],
		modules: Object.fromEntries(modules.map((name) => [name, "loaded"])),
		files: [
			...ownFiles(parts),
			...watch.files,
			...health.files,
			...failover.files,
			...sorry.files,
		],
		units: [
			// the distribution's unit clears the kernel's table when it stops or restarts, and (Debian) when the package is upgraded
			{ unit: "ipvsadm", state: "masked" },
			{ unit, state: "enabled active" },
			...watch.units,
			...health.units,
			...failover.units,
			...sorry.units,
		],
		sysctls: parts.sysctls.needed,
		// if there are several directors, only one of them has it at a time
		addresses: agrees ? {} : { [hostPrefix(cluster.vip)]: ownLink },
		ipvs: writtenRules(parts.rules),
		drainSeconds: cluster.drainSeconds,
		timeouts: timeoutsOf(cluster),
		syncs:
			failover.syncId === undefined ? {} : syncsOf(failover.syncId, director),
		nftables: packets.nftables,
		packets: directorPacketRules(cluster),
		tables: tablesOf(cluster.name),
		establishedBy: unit,
		...neededPasses(
			{
				...directorPasses(cluster, director),
				...failoverPasses(cluster, director),
			},
			cluster.openFilters,
		),
		...(sorry.serves === undefined ? {} : { serves: sorry.serves }),
		...(health.checks === undefined ? {} : { checks: health.checks }),
		...quorumsOf(cluster),
		...programsOf(parts),
		...(failover.failover === undefined
			? {}
			: { failover: failover.failover, sole: failover.sole }),
	});
}

/** The rules, the script and its unit, which every director has. */
function ownFiles(parts: DirectorParts): readonly DraftFile[] {
	const { cluster, unit, directory, packets } = parts;
	const view = directorView(parts);
	const file = filesFrom("director", view);
	return [
		file(
			`/etc/modules-load.d/lvs-${cluster.name}.conf`,
			"etc/modules-load.d/lvs.conf",
			"644",
			"others",
		),
		// the file belongs to the distribution and may hold rules of others, so only our block in it is ours. Our unit reads it when it starts; other steps change
		// the table of the kernel
		{
			...file(familyName("ipvs-rules"), "etc/ipvsadm.rules", "600", "others"),
			block: `cluster ${cluster.name}`,
		},
		...packets.files,
		file(
			`${directory}/director`,
			"usr/local/lib/pulumi-lvs/director",
			"755",
			"our unit",
		),
		file(
			`/etc/systemd/system/${unit}.service`,
			"etc/systemd/system/lvs-director.service",
			"644",
			"systemd",
		),
	];
}

/** Programs of the operator that a director calls, and who runs them. */
function programsOf({
	directory,
	health,
	failover,
	agrees,
}: DirectorParts): Pick<Desired, "programs" | "runAs" | "asRoot"> {
	const programs = { ...health.programs, ...failover.programs };
	// the keepalived that agrees with other directors uses the folder of the reader of checks
	const asRoot =
		agrees && health.asRoot.length === 0
			? [`${directory}/failover`]
			: health.asRoot;
	return {
		...(Object.keys(programs).length === 0 ? {} : { programs }),
		...(Object.keys(health.runAs).length === 0 ? {} : { runAs: health.runAs }),
		...(asRoot.length === 0 ? {} : { asRoot }),
	};
}

function timeoutsOf({ timeouts }: Cluster): Desired["timeouts"] {
	return Object.fromEntries(
		Object.entries(timeouts).flatMap(([name, seconds]) =>
			seconds === undefined ? [] : [[name, String(seconds)] as const],
		),
	);
}

function syncsOf(id: number, { syncInterface }: Director): Desired["syncs"] {
	const sync = formatSync(id, syncInterface);
	return { master: sync, backup: sync };
}

function quorumsOf(
	cluster: Cluster,
): Pick<Desired, "quorums" | "sorryServers"> {
	const found = sorryServers(cluster);
	return found.length === 0
		? {}
		: {
				quorums: Object.fromEntries(
					found.map(({ service, below }) => [service, below]),
				),
				sorryServers: Object.fromEntries(
					found.map(({ service, server }) => [service, server]),
				),
			};
}
