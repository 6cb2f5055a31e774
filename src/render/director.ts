import type { Cluster, Director } from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { ruleLine } from "../model/rule-line.ts";
import { renderRules } from "./rules.ts";
import { renderTemplate } from "./template.ts";

/** What a director needs for direct routing: IPVS, the rules now and at boot, and the VIP on the clients' link. */
export function renderDirector(cluster: Cluster, director: Director): Desired {
	const unit = `lvs-${cluster.name}-director`;
	const script = `/usr/local/lib/pulumi-lvs/${cluster.name}/director`;
	const ipvs = renderRules(cluster.vip, cluster.services);
	const modules = [
		"ip_vs",
		...new Set(cluster.services.map(({ scheduler }) => `ip_vs_${scheduler}`)),
	];
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		address: director.address,
		interface: director.interface ?? "",
		services: Object.keys(ipvs).filter((key) => !key.includes(" -r ")),
		rules: Object.entries(ipvs).map(([key, value]) => ruleLine(key, value)),
		modules,
		unit,
		script,
	};
	const file = (template: string, mode: string) => ({
		content: renderTemplate(`director/${template}`, view),
		mode,
	});
	return {
		ownAddress: director.address,
		device: director.interface ?? "",
		packages: {
			ipvsadm: "installed",
			"@arping-package@": "installed",
		},
		modules: Object.fromEntries(modules.map((name) => [name, "loaded"])),
		files: {
			[`/etc/modules-load.d/lvs-${cluster.name}.conf`]: file(
				"etc/modules-load.d/lvs.conf",
				"644",
			),
			// the file is the distribution's and may hold rules of others: only our block in it is ours
			"@ipvs-rules@": {
				...file("etc/ipvsadm.rules", "600"),
				block: `cluster ${cluster.name}`,
			},
			[script]: file("usr/local/lib/pulumi-lvs/director", "755"),
			[`/etc/systemd/system/${unit}.service`]: file(
				"etc/systemd/system/lvs-director.service",
				"644",
			),
		},
		units: {
			// the distribution's unit clears the live table on stop, restart and (Debian) package upgrade
			ipvsadm: "masked",
			[unit]: "enabled active",
		},
		sysctls: {},
		addresses: { [`${cluster.vip}/32`]: "link" },
		ipvs,
		establishedBy: unit,
	};
}
