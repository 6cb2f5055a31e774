import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import { type Desired, nothing } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { webPorts } from "../model/web-ports.ts";
import { answerRoutes } from "./answer-routes.ts";
import { nftablesPart } from "./nftables.ts";
import { renderTemplate } from "./template.ts";

/**
 * What a real server needs. For direct routing and tunnels: silence about the VIP (ARP), then the VIP where no neighbour
 * learns it, at boot before the web server; for tunnels what unwraps packets; for NAT a way back through the director. And, unless the cluster
 * says `page: false`, a web server with a page that names the machine.
 */
export function renderRealServer(
	cluster: Cluster,
	realServer: RealServer,
): Desired {
	const unit = `lvs-${cluster.name}-real-server`;
	const directory = programDirectory(cluster.name);
	const tables = tablesOf(cluster.name);
	const hasVip = cluster.services.some(
		({ forwarding }) => !forwardings[forwarding].rewrites,
	);
	const unwraps = cluster.services.some(
		({ forwarding }) => forwardings[forwarding].method === "i",
	);
	const hasPage = cluster.page.length > 0;
	const otherPorts = cluster.page.filter((port) => port !== webPorts.http);
	const { device, modules } = tunnelTypes[cluster.tunnel.type];
	// the kernel's source check drops all that comes by a device without an address (fib_validate_source)
	const holder = unwraps ? device : "lo";
	const gateway = cluster.directors[0]?.address;
	const answers = answerRoutes(cluster, realServer);
	const packets = nftablesPart(
		cluster.name,
		unwraps ? { output: [clampedSegments(cluster)] } : {},
	);
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		hasVip,
		holder,
		onLo: holder === "lo",
		name: realServer.name,
		tunnel: unwraps ? { device, modules, port: cluster.tunnel.port ?? "" } : "",
		nftables: unwraps ? tables.nftables : "",
		gateway,
		routingTable: tables.routing,
		answers,
		arpKeys: Object.keys(silence)
			.map((key) => key.replace("net.ipv4.conf.", "").replaceAll(".", "/"))
			.join(" "),
		arpValues: Object.values(silence).join(" "),
		otherPorts,
		unit,
		directory,
	};
	const file = (template: string, mode: string) => ({
		content: renderTemplate(`real-server/${template}`, view),
		mode,
	});
	return {
		...nothing,
		ownAddress: realServer.address,
		...(realServer.interface === undefined
			? {}
			: { device: realServer.interface }),
		packages: {
			...(hasPage ? { "@httpd@": "installed" } : {}),
			...(unwraps ? { nftables: "installed" } : {}),
		},
		modules: Object.fromEntries(
			(unwraps ? modules : []).map((name) => [name, "loaded"]),
		),
		files: {
			[`${directory}/setkernel`]: file(
				"usr/local/lib/pulumi-lvs/setkernel",
				"755",
			),
			...packets.files,
			[`/etc/systemd/system/${unit}.service`]: file(
				"etc/systemd/system/lvs-real-server.service",
				"644",
			),
			...(otherPorts.length === 0
				? {}
				: {
						[`@httpd-conf@/lvs-${cluster.name}.conf`]: {
							...file("etc/httpd/conf.d/lvs.conf", "644"),
							reloads: "@httpd@",
						},
					}),
			...(hasPage
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
			...(hasPage ? { "@httpd@": "enabled active" as const } : {}),
		},
		sysctls: {
			...(hasVip ? silence : {}),
			...(unwraps ? { [`net.ipv4.conf.${device}.rp_filter`]: "2" } : {}),
		},
		addresses: hasVip ? { [`${cluster.vip}/32`]: holder } : {},
		nftables: packets.nftables,
		devices: unwraps ? { [device]: "up" } : {},
		receivers:
			unwraps && cluster.tunnel.port !== undefined
				? { [cluster.tunnel.port]: "gue" }
				: {},
		routes: Object.fromEntries(
			answers.map((selector) => [selector, `default via ${gateway}`]),
		),
		tables,
		establishedBy: unit,
	};
}

/**
 * The one list of them: the script sets these, and a look compares them. What counts is the larger of `all` and the value of the device that is asked (kernel, ip-sysctl), which is never `lo`:
 * its values are set because every LVS guide does.
 */
const silence = {
	"net.ipv4.conf.all.arp_ignore": "1", // answer ARP only for addresses of the device that was asked
	"net.ipv4.conf.all.arp_announce": "2", // never offer the VIP as the source of an ARP request
	"net.ipv4.conf.lo.arp_ignore": "1",
	"net.ipv4.conf.lo.arp_announce": "2",
};

/**
 * What a client sends comes through a tunnel and must leave room for its header. The director says so by ICMP, which
 * many networks drop; so the real server asks for shorter segments when a connection is opened.
 */
function clampedSegments({ vip }: Cluster): string {
	return `ip saddr ${vip} tcp flags syn / syn,rst tcp option maxseg size set 1400`;
}
