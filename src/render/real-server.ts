import { forwardings } from "../ipvs/forwarding.ts";
import { formatAnswerRoute } from "../model/answer-route.ts";
import type { Cluster, RealServer } from "../model/cluster.ts";
import type { Desired, FileReader } from "../model/desired.ts";
import { hasBothRoles } from "../model/has-both-roles.ts";
import { familyName, hostText, type Text } from "../model/host-text.ts";
import {
	formatLinkSysctl,
	formatSysctlNeed,
	sysctlOf,
} from "../model/link-sysctl.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { silentSettings } from "../model/silence.ts";
import { tablesOf } from "../model/tables.ts";
import { tunnelTypes } from "../model/tunnel.ts";
import { webPorts } from "../model/web-ports.ts";
import { hostPrefix } from "../model/written-address.ts";
import { answersOf } from "./answer-routes.ts";
import { closedGateways } from "./closed-gateways.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { nftablesPart } from "./nftables.ts";
import { realServerPasses } from "./real-server-passes.ts";
import { serves } from "./serves.ts";
import { silenceView, silentSysctls } from "./silence.ts";
import { renderTemplate } from "./template.ts";
import { watchPart } from "./watch.ts";

/**
 * The desired state of a real server. For direct routing and tunnels: it does not answer ARP for the VIP, so that no neighbour learns it. This is set before it
 * gets the VIP, and at boot both are done before the web server starts. For tunnels: it unwraps packets. For NAT: it has a route back through the director. If
 * the cluster says `page: true` or names ports, it also has a web server with a page that names the machine.
 */
export function renderRealServer(
	cluster: Cluster,
	realServer: RealServer,
): Desired {
	const unit = `lvs-${cluster.name}-real-server`;
	const directory = programDirectory(cluster.name);
	const tables = tablesOf(cluster.name);
	const isDirector = hasBothRoles(cluster, realServer);
	const hasVip =
		// the only director has the VIP anyway, and answers for it
		!(isDirector && cluster.failover === undefined) &&
		cluster.services.some(
			({ forwarding }) => !forwardings[forwarding].rewrites,
		);
	const directs = isDirector && hasVip;
	const unwraps = cluster.services.some(
		({ forwarding }) => forwardings[forwarding].tunnels,
	);
	const hasPage = cluster.page.length > 0;
	const otherPorts = cluster.page.filter((port) => port !== webPorts.http);
	const { device, modules } = tunnelTypes[cluster.tunnel.type];
	// the kernel's source check (fib_validate_source) drops every packet that arrives on a device without an address
	const holder = unwraps ? device : "lo";
	const gateway = cluster.failover?.gateway ?? cluster.directors[0]?.address;
	const answers = answersOf(cluster, realServer);
	const routed = answers.selectors.length > 0;
	const packets = nftablesPart(
		cluster.name,
		{
			...answers.chains,
			...(unwraps ? { output: [clampedSegments(cluster)] } : {}),
		},
		answers.ftp ? "ftp" : undefined,
	);
	const ruleCount = Object.keys(packets.nftables).length;
	const watch = watchPart({
		unit,
		program: `${directory}/setkernel`,
		repair: "start",
		owner: ownerOf({ component: cluster.name, role: "real-server" }),
		addresses: [cluster.vip, realServer.address],
		nftables: ruleCount === 0 ? undefined : tables.nftables,
		routing: routed ? tables.routing : undefined,
		device: unwraps ? device : undefined,
		receiver: unwraps ? cluster.tunnel.port : undefined,
		// of all devices: only the host knows which are ours
		silent: [`/proc/sys/net/ipv4/conf/*/{${linkSettings.join(",")}}`],
		table: false,
	});
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		hasVip,
		directs,
		silence: silenceView(),
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
		floating: cluster.failover?.gateway !== undefined,
		routingTable: tables.routing,
		answers: answers.selectors,
		otherPorts,
		unit,
		directory,
	};
	const file = (
		path: Text,
		template: string,
		mode: string,
		readBy: FileReader,
	) => ({
		path,
		content: renderTemplate(`real-server/${template}`, view),
		mode,
		readBy,
	});
	return formatDraft({
		ownAddress: realServer.address,
		...(hasVip ? { vip: cluster.vip } : {}),
		...(isDirector ? { directs: true } : {}),
		...(hasVip ? closedGateways(cluster, realServer) : {}),
		...(realServer.interface === undefined
			? {}
			: { device: realServer.interface }),
		packages: [
			...(hasPage ? [familyName("httpd")] : []),
			...(ruleCount === 0 ? [] : ["nftables"]),
		],
		modules: Object.fromEntries(
			[
				...(unwraps ? modules : []),
				...(answers.ftp ? ["nf_conntrack_ftp"] : []),
			].map((name) => [name, "loaded"]),
		),
		files: [
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
			...(otherPorts.length === 0
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
			...(hasPage
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
			...watch.files,
		],
		units: [
			{ unit, state: "enabled active" },
			...(hasPage
				? [{ unit: familyName("httpd"), state: "enabled active" } as const]
				: []),
			...watch.units,
		],
		sysctls: {
			...(hasVip ? silentSysctls() : {}),
			// requests come by the director's link, and the route to the client may use another link
			...(hasVip || routed
				? {
						[formatLinkSysctl({ links: "own", setting: "rp_filter" })]:
							formatSysctlNeed("not strict"),
					}
				: {}),
			...(unwraps ? { [sysctlOf(device, "rp_filter")]: "2" } : {}),
		},
		addresses: hasVip ? { [hostPrefix(cluster.vip)]: holder } : {},
		nftables: packets.nftables,
		devices: unwraps ? { [device]: "up" } : {},
		receivers:
			unwraps && cluster.tunnel.port !== undefined
				? { [cluster.tunnel.port]: "gue" }
				: {},
		routes:
			gateway === undefined
				? {}
				: Object.fromEntries(
						answers.selectors.map((selector) => [
							selector,
							formatAnswerRoute(gateway),
						]),
					),
		tables,
		establishedBy: unit,
		...neededPasses(realServerPasses(cluster, realServer), cluster.openFilters),
		...serves("web", cluster.page),
	});
}

/** All settings of a link that a real server may have. */
const linkSettings = [...silentSettings, "rp_filter"];

/**
 * Limits the size of TCP segments. A client's packets come through a tunnel and must leave room for the outer header. The director announces this by ICMP,
 * which many networks drop, so the real server asks for shorter segments when a connection opens.
 */
function clampedSegments({ vip }: Cluster): string {
	return `ip saddr ${vip} tcp flags syn / syn,rst tcp option maxseg size set 1400`;
}
