import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import { type Desired, nothing } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { webPorts } from "../model/web-ports.ts";
import { answerRoutes } from "./answer-routes.ts";
import { nftablesPart } from "./nftables.ts";
import { realServerPasses } from "./real-server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";
import { watchPart } from "./watch.ts";

/**
 * The desired state of a real server. For direct routing and tunnels: it keeps silent about the VIP (ARP) before it gets the
 * VIP, so that no neighbour learns it, and at boot does both before the web server starts. For tunnels: it unwraps packets. For NAT: it
 * has a route back through the director. Where the cluster says `page: true` or names ports, it also has a web server with a page that names the machine.
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
	// the kernel's source check (fib_validate_source) drops every packet that arrives on a device without an address
	const holder = unwraps ? device : "lo";
	const gateway = cluster.directors[0]?.address;
	const answers = answerRoutes(cluster, realServer);
	const packets = nftablesPart(
		cluster.name,
		unwraps ? { output: [clampedSegments(cluster)] } : {},
	);
	const watch = watchPart({
		unit,
		program: `${directory}/setkernel`,
		repair: "start",
		owner: `${cluster.name}-real-server`,
		addresses: [cluster.vip, realServer.address],
		nftables: Object.keys(packets.nftables).length === 0 ? "" : tables.nftables,
		routing: answers.length === 0 ? undefined : tables.routing,
		device: unwraps ? device : "",
		receiver: unwraps ? cluster.tunnel.port : undefined,
		// of all devices: which are ours is known on the host alone
		silent: ["/proc/sys/net/ipv4/conf/*/{arp_ignore,arp_announce,rp_filter}"],
		table: false,
	});
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
			...watch.files,
		},
		units: {
			[unit]: "enabled active",
			...(hasPage ? { "@httpd@": "enabled active" as const } : {}),
			...watch.units,
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
		passes: realServerPasses(cluster, realServer),
		...serves("web", cluster.page),
	};
}

/**
 * Sysctls that keep a real server silent about the VIP. The script sets them, and a look compares them. For the device that
 * was asked, the kernel uses the larger of its value and that of `all` (ip-sysctl). That device is never `lo`: the values of
 * `lo` are set because every LVS guide sets them.
 */
const silence = {
	"net.ipv4.conf.all.arp_ignore": "1", // answer ARP only for addresses of the device that was asked
	"net.ipv4.conf.all.arp_announce": "2", // never offer the VIP as the source of an ARP request
	"net.ipv4.conf.lo.arp_ignore": "1",
	"net.ipv4.conf.lo.arp_announce": "2",
};

/**
 * Limits the size of TCP segments. A client's packets come through a tunnel and must leave room for the outer header. The
 * director says so by ICMP, which many networks drop, so the real server asks for shorter segments when a connection opens.
 */
function clampedSegments({ vip }: Cluster): string {
	return `ip saddr ${vip} tcp flags syn / syn,rst tcp option maxseg size set 1400`;
}
