import type { Cluster, RealServer } from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { renderTemplate } from "./template.ts";

/**
 * What a real server needs for direct routing: silence about the VIP (ARP), then the VIP on `lo`, at boot before the
 * web server; and, unless the cluster says `page: false`, a web server with a page that names the machine.
 */
export function renderRealServer(
	cluster: Cluster,
	realServer: RealServer,
): Desired {
	const unit = `lvs-${cluster.name}-vip`;
	const script = `/usr/local/lib/pulumi-lvs/${cluster.name}/setkernel`;
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		name: realServer.name,
		unit,
		script,
	};
	const file = (template: string, mode: string) => ({
		content: renderTemplate(`real-server/${template}`, view),
		mode,
	});
	return {
		ownAddress: realServer.address,
		device: realServer.interface ?? "",
		packages: cluster.page ? { "@httpd@": "installed" } : {},
		modules: {},
		files: {
			[script]: file("usr/local/lib/pulumi-lvs/setkernel", "755"),
			[`/etc/systemd/system/${unit}.service`]: file(
				"etc/systemd/system/lvs-vip.service",
				"644",
			),
			...(cluster.page
				? {
						"@document-root@/index.html": {
							...file("var/www/html/index.html", "644"),
							replacesOnly: "@stock-page@",
						},
					}
				: {}),
		},
		units: {
			[unit]: "enabled active",
			...(cluster.page ? { "@httpd@": "enabled active" as const } : {}),
		},
		sysctls: silence,
		addresses: { [`${cluster.vip}/32`]: "lo" },
		ipvs: {},
		establishedBy: unit,
	};
}

/**
 * What counts is the larger of `all` and the value of the device that is asked (kernel, ip-sysctl), which is never `lo`:
 * its values are set because every LVS guide does.
 */
const silence = {
	"net.ipv4.conf.all.arp_ignore": "1", // answer ARP only for addresses of the device that was asked
	"net.ipv4.conf.all.arp_announce": "2", // never offer the VIP as the source of an ARP request
	"net.ipv4.conf.lo.arp_ignore": "1",
	"net.ipv4.conf.lo.arp_announce": "2",
};
