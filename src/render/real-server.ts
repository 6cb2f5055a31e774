import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import { type Desired, nothing } from "../model/desired.ts";
import { notStrict, ownLink, vipLinks } from "../model/link-words.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { webPorts } from "../model/web-ports.ts";
import { answersOf } from "./answer-routes.ts";
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
		({ forwarding }) => forwardings[forwarding].tunnels,
	);
	const hasPage = cluster.page.length > 0;
	const otherPorts = cluster.page.filter((port) => port !== webPorts.http);
	const { device, modules } = tunnelTypes[cluster.tunnel.type];
	// the kernel's source check (fib_validate_source) drops every packet that arrives on a device without an address
	const holder = unwraps ? device : "lo";
	const gateway = cluster.directors[0]?.address;
	const answers = answersOf(cluster, realServer);
	const routed = answers.selectors.length > 0;
	const packets = nftablesPart(
		cluster.name,
		{
			...answers.chains,
			...(unwraps ? { output: [clampedSegments(cluster)] } : {}),
		},
		answers.ftp ? "ftp" : "",
	);
	const ruleCount = Object.keys(packets.nftables).length;
	const watch = watchPart({
		unit,
		program: `${directory}/setkernel`,
		repair: "start",
		owner: `${cluster.name}-real-server`,
		addresses: [cluster.vip, realServer.address],
		nftables: ruleCount === 0 ? "" : tables.nftables,
		routing: routed ? tables.routing : undefined,
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
		ownLink: hasVip || routed,
		address: realServer.address,
		interface: realServer.interface ?? "",
		holder,
		onLo: holder === "lo",
		name: realServer.name,
		tunnel: unwraps ? { device, modules, port: cluster.tunnel.port ?? "" } : "",
		nftables: ruleCount === 0 ? "" : tables.nftables,
		ruleCount,
		gateway,
		routingTable: tables.routing,
		answers: answers.selectors,
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
			...(ruleCount === 0 ? {} : { nftables: "installed" }),
		},
		modules: Object.fromEntries(
			[
				...(unwraps ? modules : []),
				...(answers.ftp ? ["nf_conntrack_ftp"] : []),
			].map((name) => [name, "loaded"]),
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
			// requests come by the director's link, and the way to the client may be another
			...(hasVip || routed
				? { [`net.ipv4.conf.${ownLink}.rp_filter`]: notStrict }
				: {}),
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
			answers.selectors.map((selector) => [selector, `default via ${gateway}`]),
		),
		tables,
		establishedBy: unit,
		passes: realServerPasses(cluster, realServer),
		...serves("web", cluster.page),
	};
}

/**
 * Sysctls that keep a real server silent about the VIP. The script sets them, and a look compares them. The kernel uses the
 * larger of the value of the device that was asked and that of `all` (ip-sysctl). `all` stays as it is, as another link may have to
 * answer for addresses of other devices.
 */
const silence = {
	// answer ARP only for addresses of the device that was asked; 2 is stricter
	[`net.ipv4.conf.${vipLinks}.arp_ignore`]: "1 or 2",
	// never offer the VIP as the source of an ARP request
	[`net.ipv4.conf.${vipLinks}.arp_announce`]: "2",
};

/**
 * Limits the size of TCP segments. A client's packets come through a tunnel and must leave room for the outer header. The
 * director says so by ICMP, which many networks drop, so the real server asks for shorter segments when a connection opens.
 */
function clampedSegments({ vip }: Cluster): string {
	return `ip saddr ${vip} tcp flags syn / syn,rst tcp option maxseg size set 1400`;
}
