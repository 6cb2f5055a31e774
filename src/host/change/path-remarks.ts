import type { Desired } from "../../model/desired.ts";
import { vipLinks } from "../../model/link-words.ts";
import { asked, nameInKey } from "../here.ts";
import type { Observed } from "../observed.ts";

/** What is worth knowing of the way of packets to and from a real server that has the VIP. */
export function pathRemarks(desired: Desired, observed: Observed): string[] {
	const declared = Object.keys(desired.sysctls);
	return declared.some((key) => key.includes(vipLinks))
		? [
				...answeringLinks(desired, observed),
				...withoutWayBack(desired, observed),
			]
		: [];
}

/** Links that answer ARP for the VIP, as nobody seems to ask for it there. */
function answeringLinks(desired: Desired, observed: Observed): string[] {
	const [vip] = Object.keys(desired.addresses)[0]?.split("/") ?? [];
	const silent = asked(desired, observed);
	const ignore = (device: string) =>
		Number(
			observed.sysctls[`net.ipv4.conf.${nameInKey(device)}.arp_ignore`] ?? 0,
		);
	const answering = observed.links.wired.filter(
		(device) =>
			!silent.includes(device) && Math.max(ignore(device), ignore("all")) === 0,
	);
	return answering.length === 0
		? []
		: [
				`${answering.join(", ")} would answer ARP for ${vip}, as no network there has it, and other addresses of this host may have to be answered for: if a neighbour there can ask for ${vip}, write net.ipv4.conf.LINK.arp_ignore = 1 to /etc/sysctl.d and set it (sysctl --system)`,
			];
}

function withoutWayBack(desired: Desired, { links, addresses }: Observed) {
	const networks = addresses.list
		.filter(
			({ device, address }) =>
				device !== "lo" && !(address in desired.addresses),
		)
		.map(({ address }) => address);
	return links.defaultRoute
		? []
		: [
				`there is no default route: only clients that another route of this host reaches get an answer (it has ${networks.join(", ")}); add one (ip route add default via ROUTER), also to the network configuration`,
			];
}
