import { formatAnswerRoute } from "../model/answer-route.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { familyName, hostText } from "../model/host-text.ts";
import {
	formatLinkSysctl,
	formatSysctlNeed,
	sysctlOf,
} from "../model/link-sysctl.ts";
import { webPorts } from "../model/web-ports.ts";
import { hostPrefix } from "../model/written-address.ts";
import { closedGateways } from "./closed-gateways.ts";
import { type DraftFile, formatDraft } from "./draft.ts";
import { filesFrom } from "./files-from.ts";
import { neededPasses } from "./needed-passes.ts";
import { type RealServerParts, realServerParts } from "./real-server-parts.ts";
import { realServerPasses } from "./real-server-passes.ts";
import { realServerWatch } from "./real-server-watch.ts";
import { serves } from "./serves.ts";
import { silenceView, silentSysctls } from "./silence.ts";

/**
 * The desired state of a real server. For direct routing and tunnels: it does not answer ARP for the VIP, so that no neighbour learns it. This is set before it
 * gets the VIP, and at boot both are done before the web server starts. For tunnels: it unwraps packets. For NAT: it has a route back through the director. If
 * the cluster says `page: true` or names ports, it also has a web server with a page that names the machine.
 */
export function renderRealServer(
	cluster: Cluster,
	realServer: RealServer,
): Desired {
	const parts = realServerParts(cluster, realServer);
	const { unit, hasVip, unwraps, device, answers } = parts;
	const watch = realServerWatch(parts);
	const hasPage = cluster.page.length > 0;
	return formatDraft({
		ownAddress: realServer.address,
		...(hasVip ? { vip: cluster.vip } : {}),
		...(parts.isDirector ? { directs: true } : {}),
		...(hasVip ? closedGateways(cluster, realServer) : {}),
		...(realServer.interface === undefined
			? {}
			: { device: realServer.interface }),
		packages: [
			...(hasPage ? [familyName("httpd")] : []),
			...(parts.ruleCount === 0 ? [] : ["nftables"]),
		],
		modules: Object.fromEntries(
			[
				...(unwraps ? parts.tunnelModules : []),
				...(answers.ftp ? ["nf_conntrack_ftp"] : []),
			].map((name) => [name, "loaded"]),
		),
		files: [...ownFiles(parts), ...watch.files],
		units: [
			{ unit, state: "enabled active" },
			...(hasPage
				? [{ unit: familyName("httpd"), state: "enabled active" } as const]
				: []),
			...watch.units,
		],
		sysctls: sysctlsOf(parts),
		addresses: hasVip ? { [hostPrefix(cluster.vip)]: parts.holder } : {},
		nftables: parts.packets.nftables,
		devices: unwraps ? { [device]: "up" } : {},
		receivers:
			unwraps && cluster.tunnel.port !== undefined
				? { [cluster.tunnel.port]: "gue" }
				: {},
		routes: routesOf(parts),
		tables: parts.tables,
		establishedBy: unit,
		...neededPasses(realServerPasses(cluster, realServer), cluster.openFilters),
		...serves("web", cluster.page),
	});
}

/** The script and its unit, and the page where one is declared. */
function ownFiles(parts: RealServerParts): readonly DraftFile[] {
	const { cluster, unit, directory, packets } = parts;
	const view = viewOf(parts);
	const file = filesFrom("real-server", view);
	return [
		file(
			`${directory}/setkernel`,
			"usr/local/lib/pulumi-lvs/setkernel",
			"755",
			"our unit",
		),
		...packets.files,
		file(
			`/etc/systemd/system/${unit}.service`,
			"etc/systemd/system/lvs-real-server.service",
			"644",
			"systemd",
		),
		...(view.otherPorts.length === 0
			? []
			: [
					{
						...file(
							hostText`${familyName("httpd-conf")}/lvs-${cluster.name}.conf`,
							"etc/httpd/conf.d/lvs.conf",
							"644",
							"others",
						),
						reloads: familyName("httpd"),
					},
				]),
		...(cluster.page.length > 0
			? [
					{
						...file(
							hostText`${familyName("document-root")}/index.html`,
							"var/www/html/index.html",
							"644",
							"others",
						),
						replacesOnly: familyName("stock-page"),
					},
				]
			: []),
	];
}

/** The values that every template for a real server may use. */
function viewOf(parts: RealServerParts) {
	const { cluster, realServer, hasVip, holder, unwraps, device } = parts;
	return {
		cluster: cluster.name,
		vip: cluster.vip,
		hasVip,
		directs: parts.isDirector && hasVip,
		silence: silenceView(),
		ownLink: hasVip || parts.routed,
		address: realServer.address,
		interface: realServer.interface ?? "",
		holder,
		onLo: holder === "lo",
		name: realServer.name,
		tunnel: unwraps
			? {
					device,
					modules: parts.tunnelModules,
					port: cluster.tunnel.port ?? "",
				}
			: "",
		nftables: parts.nftables ?? "",
		ruleCount: parts.ruleCount,
		gateway: parts.gateway,
		floating: cluster.failover?.gateway !== undefined,
		routingTable: parts.tables.routing,
		answers: parts.answers.selectors,
		otherPorts: cluster.page.filter((port) => port !== webPorts.http),
		unit: parts.unit,
		directory: parts.directory,
	};
}

function sysctlsOf({
	hasVip,
	routed,
	unwraps,
	device,
}: RealServerParts): Desired["sysctls"] {
	return {
		...(hasVip ? silentSysctls() : {}),
		// requests come by the director's link, and the route to the client may use another link
		...(hasVip || routed
			? {
					[formatLinkSysctl({ links: "own", setting: "rp_filter" })]:
						formatSysctlNeed("not strict"),
				}
			: {}),
		...(unwraps ? { [sysctlOf(device, "rp_filter")]: "2" } : {}),
	};
}

function routesOf({ gateway, answers }: RealServerParts): Desired["routes"] {
	return gateway === undefined
		? {}
		: Object.fromEntries(
				answers.selectors.map((selector) => [
					selector,
					formatAnswerRoute(gateway),
				]),
			);
}
