import { ruleLine } from "../ipvs/command.ts";
import { forwardings } from "../ipvs/forwarding.ts";
import { serviceKey } from "../ipvs/rule.ts";
import type { Cluster, Director } from "../model/cluster.ts";
import { type Desired, nothing } from "../model/desired.ts";
import { ownLink } from "../model/link-words.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { answersFromVip, inertMark } from "./checks.ts";
import {
	directorChains,
	directorPacketRules,
	directorSysctls,
} from "./director-packets.ts";
import { directorPasses } from "./director-passes.ts";
import { healthPart } from "./health.ts";
import { nftablesPart } from "./nftables.ts";
import { rulesOf, writtenRules } from "./rules.ts";
import { renderTemplate } from "./template.ts";
import { watchPart } from "./watch.ts";

/** The desired state of a director: IPVS, its rules now and at boot, what the forwarding needs, and the VIP. */
export function renderDirector(cluster: Cluster, director: Director): Desired {
	const unit = `lvs-${cluster.name}-director`;
	const directory = programDirectory(cluster.name);
	const health = healthPart(cluster, director);
	const rules = [
		...rulesOf(cluster),
		...health.places.flatMap(({ probes }) => probes),
	];
	const packets = nftablesPart(cluster.name, directorChains(cluster));
	const sysctls = {
		...directorSysctls(cluster),
		// answers of real servers to our own checks come from an address that we have ourselves
		...(answersFromVip(cluster)
			? { [`net.ipv4.conf.${ownLink}.accept_local`]: "1" }
			: {}),
	};
	const tables = tablesOf(cluster.name);
	const timeouts = Object.entries(cluster.timeouts).filter(
		([, seconds]) => seconds > 0,
	);
	const modules = modulesOf(cluster);
	const nftables =
		Object.keys(packets.nftables).length === 0 ? "" : tables.nftables;
	const watch = watchPart({
		unit,
		program: `${directory}/director`,
		repair: "heal",
		owner: `${cluster.name}-director`,
		addresses: [cluster.vip, director.address],
		nftables,
		routing: undefined,
		device: "",
		receiver: undefined,
		silent: Object.keys(sysctls).map(
			(key) => `/proc/sys/${key.replaceAll(".", "/").replace(ownLink, "*")}`,
		),
		table: true,
	});
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		address: director.address,
		interface: director.interface ?? "",
		services: rules.flatMap((rule) =>
			rule.kind === "service" ? [serviceKey(rule.match)] : [],
		),
		rules: rules.map(ruleLine),
		sysctls: Object.entries(sysctls).map(([key, value]) => ({
			// which link it is, is known on the host alone
			path: key.replaceAll(".", "/").replace(ownLink, "$(link)"),
			value,
		})),
		timeouts:
			timeouts.length === 0 ? "" : Object.values(cluster.timeouts).join(" "),
		nftables,
		modules,
		helpers: modules.filter((name) => name === ftpHelper),
		unit,
		directory,
		health: Object.keys(health.units)[0] ?? "",
		inert: inertMark(cluster),
	};
	const file = (template: string, mode: string) => ({
		content: renderTemplate(`director/${template}`, view),
		mode,
	});
	return {
		...nothing,
		ownAddress: director.address,
		...(director.interface === undefined ? {} : { device: director.interface }),
		packages: {
			ipvsadm: "installed",
			"@arping-package@": "installed",
			nftables: "installed",
			...health.packages,
		},
		modules: Object.fromEntries(modules.map((name) => [name, "loaded"])),
		files: {
			[`/etc/modules-load.d/lvs-${cluster.name}.conf`]: file(
				"etc/modules-load.d/lvs.conf",
				"644",
			),
			// the file belongs to the distribution and may hold rules of others, so only our block in it is ours
			"@ipvs-rules@": {
				...file("etc/ipvsadm.rules", "600"),
				block: `cluster ${cluster.name}`,
			},
			...packets.files,
			[`${directory}/director`]: file(
				"usr/local/lib/pulumi-lvs/director",
				"755",
			),
			[`/etc/systemd/system/${unit}.service`]: file(
				"etc/systemd/system/lvs-director.service",
				"644",
			),
			...watch.files,
			...health.files,
		},
		units: {
			// the distribution's unit clears the kernel's table when it stops or restarts, and (Debian) when the package is upgraded
			ipvsadm: "masked",
			[unit]: "enabled active",
			...watch.units,
			...health.units,
		},
		sysctls,
		addresses: { [`${cluster.vip}/32`]: "link" },
		ipvs: writtenRules(rules),
		drainSeconds: cluster.drainSeconds,
		timeouts: Object.fromEntries(
			timeouts.map(([name, seconds]) => [name, String(seconds)]),
		),
		nftables: packets.nftables,
		packets: directorPacketRules(cluster),
		tables,
		establishedBy: unit,
		passes: directorPasses(cluster, director),
		...(health.checks === undefined ? {} : { checks: health.checks }),
	};
}

function modulesOf({ services }: Cluster): string[] {
	const ftp = services.some(
		({ match, forwarding }) =>
			forwardings[forwarding].answers === "routed" &&
			match.protocol === "tcp" &&
			match.port === 21,
	);
	return [
		"ip_vs",
		...new Set(services.map(({ scheduler }) => `ip_vs_${scheduler}`)),
		...(ftp ? [ftpHelper] : []),
	];
}

/** No rule holds it, so somebody may unload it. */
const ftpHelper = "ip_vs_ftp";
