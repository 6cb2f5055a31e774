import { ruleLine } from "../ipvs/command.ts";
import { serviceKey } from "../ipvs/rule.ts";
import type { Cluster, Director } from "../model/cluster.ts";
import type { Desired, FileReader } from "../model/desired.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { familyName, type Text } from "../model/host-text.ts";
import { ownLink } from "../model/own-link.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import { formatSync } from "../model/sync-text.ts";
import { tablesOf } from "../model/tables.ts";
import { hostPrefix } from "../model/written-address.ts";
import {
	answersFromVip,
	checkedUdpServices,
	inertMark,
	sorryServers,
} from "./checks.ts";
import { ftpHelper, modulesOf } from "./director-modules.ts";
import { directorChains, directorPacketRules } from "./director-packets.ts";
import { directorPasses } from "./director-passes.ts";
import { directorSysctls, sysctlPath } from "./director-sysctls.ts";
import { formatDraft } from "./draft.ts";
import { failoverPart } from "./failover.ts";
import { failoverPasses } from "./failover-passes.ts";
import { guardTable } from "./failover-view.ts";
import { handedOf } from "./handed.ts";
import { healthPart } from "./health.ts";
import { neededPasses } from "./needed-passes.ts";
import { nftablesPart } from "./nftables.ts";
import { ownService } from "./own-service.ts";
import { rulesOf, writtenRules } from "./rules.ts";
import { sorryPagePart } from "./sorry-page.ts";
import { renderTemplate } from "./template.ts";
import { watchPart } from "./watch.ts";

/** The desired state of a director: IPVS, its rules now and at boot, what the forwarding needs, and the VIP. */
export function renderDirector(cluster: Cluster, director: Director): Desired {
	const unit = `lvs-${cluster.name}-director`;
	const owner = ownerOf({ component: cluster.name, role: "director" });
	const directory = programDirectory(cluster.name);
	const health = healthPart(cluster, director);
	const failover = failoverPart(cluster, director);
	const programs = { ...health.programs, ...failover.programs };
	// the keepalived that agrees with other directors uses the folder of the reader of checks
	const asRoot =
		failover.failover !== undefined && health.asRoot.length === 0
			? [`${directory}/failover`]
			: health.asRoot;
	const sorry = sorryPagePart(cluster);
	const handed = handedOf(cluster);
	const serves = hasBothRoles(cluster, director);
	const rules = [
		...rulesOf(cluster),
		...handed.flatMap((each) => each.rules),
		...health.places.flatMap(({ probes }) => probes),
	];
	const packets = nftablesPart(cluster.name, directorChains(cluster, serves));
	const sysctls = directorSysctls(cluster, failover.sysctls, serves);
	const tables = tablesOf(cluster.name);
	const timeouts = Object.entries(cluster.timeouts).flatMap(
		([name, seconds]) =>
			seconds === undefined ? [] : [[name, String(seconds)] as const],
	);
	const { tcp, tcpFin, udp } = cluster.timeouts;
	const modules = modulesOf(cluster);
	const nftables =
		Object.keys(packets.nftables).length === 0 ? undefined : tables.nftables;
	const watch = watchPart({
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
		agreement:
			failover.failover === undefined
				? undefined
				: `${runDirectory(owner)}/failover.conf`,
		guard:
			failover.failover === undefined ? undefined : guardTable(cluster.name),
	});
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		address: director.address,
		interface: director.interface ?? "",
		// two links, if clients reach us by another link than that of our address
		answered: answersFromVip(cluster) && director.interface !== undefined,
		services: rules.flatMap((rule) =>
			rule.kind === "service" ? [serviceKey(rule.match)] : [],
		),
		rules: rules.map(ruleLine),
		sysctls: Object.entries(sysctls.set).map(([key, value]) => ({
			// only the host knows which link it is
			path: sysctlPath(key, "$(own_link)"),
			value,
		})),
		timeouts:
			// ipvsadm wants all three, and 0 leaves a timeout as it is
			timeouts.length === 0
				? ""
				: [tcp, tcpFin, udp].map((seconds) => seconds ?? 0).join(" "),
		nftables: nftables ?? "",
		modules,
		helpers: modules.filter((name) => name === ftpHelper),
		unit,
		directory,
		run: runDirectory(owner),
		kept: recordDirectory(owner),
		health: health.units[0]?.unit ?? "",
		agents: health.units.length + failover.units.length > 0,
		rises: health.rises,
		texts: health.texts,
		// as words of grep's pattern
		udp: checkedUdpServices(cluster)
			.map((key) => key.replaceAll(".", "\\."))
			.join("|"),
		failover: failover.units[0]?.unit ?? "",
		gateway: cluster.failover?.gateway ?? "",
		syncId: failover.syncId ?? "",
		syncInterface: director.syncInterface ?? "",
		guard: guardTable(cluster.name),
		inert: inertMark(cluster),
		// as words of awk's source
		handed: handed
			.map(({ mark }) => serviceKey(ownService(mark).match))
			.join("|"),
		// no other director hands anything to the only director
		takesHanded: serves && failover.failover !== undefined,
	};
	const file = (
		path: Text,
		template: string,
		mode: string,
		readBy: FileReader,
	) => ({
		path,
		content: renderTemplate(`director/${template}`, view),
		mode,
		readBy,
	});
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
		sysctls: sysctls.needed,
		// if there are several directors, only one of them has it at a time
		addresses:
			failover.failover === undefined
				? { [hostPrefix(cluster.vip)]: ownLink }
				: {},
		ipvs: writtenRules(rules),
		drainSeconds: cluster.drainSeconds,
		timeouts: Object.fromEntries(timeouts),
		syncs:
			failover.syncId === undefined ? {} : syncsOf(failover.syncId, director),
		nftables: packets.nftables,
		packets: directorPacketRules(cluster),
		tables,
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
		...(Object.keys(programs).length === 0 ? {} : { programs }),
		...(Object.keys(health.runAs).length === 0 ? {} : { runAs: health.runAs }),
		...(asRoot.length === 0 ? {} : { asRoot }),
		...(failover.failover === undefined
			? {}
			: { failover: failover.failover, sole: failover.sole }),
	});
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
