import { forwardings } from "../ipvs/forwarding.ts";
import type { Cluster } from "../model/cluster.ts";
import {
	formatLinkSysctl,
	formatSysctlNeed,
	parseLinkSysctl,
} from "../model/link-sysctl.ts";
import { answersFromVip } from "./checked-services.ts";

type Values = Readonly<Record<string, string>>;

/**
 * The sysctls of a director: those that its script sets, in their order, and all sysctls that it needs.
 *
 * @param ofFailover sysctls that several directors set besides.
 * @param serves whether the machine is a real server of the cluster too.
 */
export function directorSysctls(
	cluster: Cluster,
	ofFailover: Values,
	serves: boolean,
): { readonly set: Values; readonly needed: Values } {
	const fromVip = answersFromVip(cluster);
	const set = {
		...forwardingSysctls(cluster),
		...ofFailover,
		// answers of real servers to our own checks come from an address that we have ourselves
		...(fromVip
			? {
					// otherwise conntrack takes those answers for invalid, which filters drop
					...(serves ? {} : { "net.ipv4.vs.conntrack": "1" }),
					[formatLinkSysctl({ links: "ofAddress", setting: "accept_local" })]:
						"1",
				}
			: {}),
	};
	// packets of clients come by the first link, and answers to our checks by the other. The route to their senders may use another link
	const entrances = [
		"own",
		...(fromVip ? (["ofAddress"] as const) : []),
	] as const;
	return {
		set,
		needed: {
			...set,
			...Object.fromEntries(
				entrances.map((links) => [
					formatLinkSysctl({ links, setting: "rp_filter" }),
					formatSysctlNeed("not strict"),
				]),
			),
		},
	};
}

/**
 * The sysctls for forwarding. `ip_forward` comes first, as setting it resets others. It says nothing of a single link, which may be switched off all the same
 * (`IPv4Forwarding=no` of systemd-networkd, net.ipv4.conf.LINK.forwarding): answers that come by it are then dropped.
 */
function forwardingSysctls({
	services,
	ipvsSysctls,
}: Cluster): Record<string, string> {
	const rewrites = services.some(
		({ forwarding }) => forwardings[forwarding].rewrites,
	);
	return {
		...(rewrites
			? {
					"net.ipv4.ip_forward": "1",
					[formatLinkSysctl({ links: "ofAddress", setting: "forwarding" })]:
						"1",
				}
			: {}),
		// then the host's filters recognise the answers of real servers as answers, and can be told to masquerade
		...(rewrites ? { "net.ipv4.vs.conntrack": "1" } : {}),
		...Object.fromEntries(
			Object.entries(ipvsSysctls).map(([key, value]) => [
				`net.ipv4.vs.${key}`,
				value,
			]),
		),
	};
}

/** The path of a sysctl beneath /proc/sys. */
export function sysctlPath(key: string, link: string): string {
	const ofLink = parseLinkSysctl(key);
	return ofLink === undefined
		? key.replaceAll(".", "/")
		: `net/ipv4/conf/${link}/${ofLink.setting}`;
}
