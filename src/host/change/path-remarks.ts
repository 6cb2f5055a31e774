import { wayOfRule } from "../../ipvs/forwarding.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import { serversOf } from "../../ipvs/rule.ts";
import { contains, parseLinkAddress } from "../../model/address.ts";
import type { Desired } from "../../model/desired.ts";
import {
	formatSetting,
	parseLinkSysctl,
	sysctlOf,
} from "../../model/link-sysctl.ts";
import { ownLink } from "../../model/own-link.ts";
import { hostPrefix, toldAddress } from "../../model/written-address.ts";
import { deviceFor, linkOf } from "../device-for.ts";
import { asked, sysctlsHere } from "../here.ts";
import type { Observed } from "../observed.ts";
import { packetsOfPeers } from "./packets-of-peers.ts";

/** Remarks on the way of packets through a host. None of them stops a change. */
export function pathRemarks(desired: Desired, observed: Observed): string[] {
	const hasVip = Object.keys(desired.sysctls).some(
		(key) => parseLinkSysctl(key)?.links === "ofVip",
	);
	const directs = Object.keys(desired.ipvs).length > 0;
	return [
		...(hasVip ? answeringLinks(desired, observed) : []),
		...(hasVip ? withoutWayBack(desired, observed) : []),
		...(hasVip ? backThroughDirector(desired, observed) : []),
		...(directs ? strangersUnknown(desired, observed) : []),
		...(directs ? vipElsewhere(desired, observed) : []),
		...(directs ? strictBeside(desired, observed) : []),
		...smallLink(desired, observed),
		...packetsOfPeers(desired, observed),
	];
}

/** Links that answer ARP for the VIP, although probably nobody asks for it there. */
function answeringLinks(desired: Desired, observed: Observed): string[] {
	const { vip } = desired;
	const silent = asked(desired, observed);
	const ignore = (device: string) =>
		Number(observed.sysctls[sysctlOf(device, "arp_ignore")] ?? 0);
	const answering = observed.links.wired.filter(
		(device) =>
			!silent.includes(device) && Math.max(ignore(device), ignore("all")) === 0,
	);
	return answering.length === 0
		? []
		: [
				`${answering.join(", ")} would answer ARP for ${vip}. No network there has it, and neighbours may need answers for other addresses, so this is left as it is. If a neighbour there can ask for ${vip}, write ${formatSetting("arp_ignore")} to /etc/sysctl.d and set it (sysctl --system)`,
			];
}

function withoutWayBack(desired: Desired, observed: Observed): string[] {
	return observed.links.defaultRoutes.length > 0
		? []
		: [
				`there is no default route: only clients that another route of this host reaches get an answer (it has ${networksOf(desired, observed)}); ${routeAdvice}`,
			];
}

/** Routes by which answers go to a director, which drops them. Clients of the real server's own networks get theirs all the same, so nothing is refused. */
function backThroughDirector(
	{ vip }: Desired,
	{ links }: Pick<Observed, "links">,
): string[] {
	return links.closedWays.map(({ to, gateway, by }) => {
		const route = to === "default" ? "the default route" : `the route to ${to}`;
		const [ofRule, inTable] =
			by === undefined
				? ["", ""]
				: [` of the rule "${by.rule}"`, ` table ${by.table}`];
		return `${route}${ofRule} leads through the director ${gateway}: answers from ${vip} to clients there are lost, as a director has that address itself and takes nothing that comes from it (unless accept_local and ip_forward are on there). Give this host another gateway (ip route replace ${to} via ROUTER${inTable}, also in the network configuration); or declare forwarding: "nat", by which answers go through the director`;
	});
}

/**
 * A director needs a route to its clients even where it sends them nothing: a kernel that checks sources drops packets of a sender to whom no route leads back.
 */
function strangersUnknown(desired: Desired, observed: Observed): string[] {
	const { addresses, links, sysctls } = observed;
	if (links.defaultRoutes.length > 0) return [];
	const device = deviceFor(desired, ownLink, addresses.list);
	if (device === undefined) return [];
	const checking = ["all", device]
		.map((each) => sysctlOf(each, "rp_filter"))
		.find((key) => Number(sysctls[key] ?? 0) > 0);
	return checking === undefined
		? []
		: [
				`there is no default route, and ${checking} is ${sysctls[checking]}: requests of clients that no other route of this host leads back to are dropped (it has ${networksOf(desired, observed)}); ${routeAdvice}`,
			];
}

/** Other links of a director at which neighbours may ask for the VIP, and learn a MAC by which the kernel takes nothing from them. */
function strictBeside(desired: Desired, observed: Observed): string[] {
	const { vip } = desired;
	const wanted = sysctlsHere(desired, observed);
	const effective = (device: string, setting: string) =>
		Math.max(
			...["all", device].map((each) =>
				Number(observed.sysctls[sysctlOf(each, setting)] ?? 0),
			),
		);
	return inNetworkOf(vip, observed)
		.filter(
			(device) =>
				observed.links.wired.includes(device) &&
				// where it is ours to set, it is not strict when the change is done
				!(sysctlOf(device, "rp_filter") in wanted) &&
				effective(device, "rp_filter") === 1 &&
				effective(device, "arp_ignore") === 0,
		)
		.map(
			(device) =>
				`${device} is in the network of ${vip} too, answers ARP for it, and checks sources strictly: packets of clients that learn its MAC are dropped. To serve them, write ${sysctlOf(device, "rp_filter")} = 2 to /etc/sysctl.d; to keep it silent, ${sysctlOf(device, "arp_ignore")} = 1; and set it (sysctl --system)`,
		);
}

/** The links on which a neighbour may ask for the VIP. Of several directors no one has its address for good, and no route is asked for. */
function inNetworkOf(
	vip: string | undefined,
	{ links, addresses }: Observed,
): string[] {
	const byAddress = addresses.list
		.filter(({ address }) => networkHas(vip, address))
		.map(({ device }) => device);
	return [...new Set([...links.ofVip, ...byAddress])].sort();
}

const routeAdvice =
	"add one (ip route add default via ROUTER), also to the network configuration";

function networksOf(desired: Desired, { addresses }: Observed): string {
	return addresses.list
		.filter(
			({ device, address }) =>
				device !== "lo" && !(address in desired.addresses),
		)
		.map(({ address }) => address)
		.join(", ");
}

/** A VIP for which no neighbour of the director asks, as no network of the director contains it. */
function vipElsewhere(
	{ vip, ownAddress }: Desired,
	{ links, addresses }: Observed,
): string[] {
	return vip === undefined ||
		links.ofVip.length > 0 ||
		addresses.list.some(({ address }) => networkHas(vip, address))
		? []
		: [
				`no network of this host has ${vip}, so nobody asks for it by ARP: clients reach it only where their router has a route (${hostPrefix(vip)} via ${ownAddress}); or write a VIP of a network that clients are in`,
			];
}

/** Whether the network of an address has the VIP. */
function networkHas(vip: string | undefined, address: string): boolean {
	const network = parseLinkAddress(address);
	return (
		vip !== undefined &&
		network !== undefined &&
		network.prefixLength < 32 &&
		contains(network, toldAddress(vip))
	);
}

/** The largest packet that a client sends into a tunnel: segments of 1400 bytes, two headers, and the outer headers of gue, the longest. */
const inTunnel = 1400 + 40 + 32;

function smallLink(desired: Desired, { addresses, links }: Observed): string[] {
	const tunnels =
		Object.keys(desired.devices).length > 0 ||
		serversOf(parseTable(desired.ipvs)).some((rule) => wayOfRule(rule).tunnels);
	const device = tunnels
		? linkOf(desired.ownAddress, addresses.list)
		: undefined;
	const bytes = device === undefined ? undefined : links.mtu[device];
	return bytes === undefined || bytes >= inTunnel
		? []
		: [
				`${device} carries packets of ${bytes} bytes, and a full one of a client needs up to ${inTunnel} in a tunnel: uploads stall where ICMP is filtered. Raise the MTU of the link, or lower that of the clients' side`,
			];
}
