import {
	formatLinkSysctl,
	formatSysctlNeed,
	type LinkSysctl,
} from "../model/link-sysctl.ts";

/** A setting of a link by which a real server keeps silent about the VIP. */
interface LinkSetting {
	/** Its name beneath /proc/sys/net/ipv4/conf/LINK. */
	readonly name: LinkSysctl["setting"];
	/** Values of one digit that will do. The first of them is set where a link has another. */
	readonly accepts: readonly [string, ...string[]];
	/** What it does, for people who read the script on the host. */
	readonly does: string;
}

/**
 * What keeps a real server silent. The script sets them before it takes the VIP, and a look compares them. The kernel uses the larger of
 * the value of the device that was asked and that of `all` (ip-sysctl). `all` stays as it is, as another link may have to answer for
 * addresses of other devices.
 */
export const silence: readonly LinkSetting[] = [
	{
		name: "arp_ignore",
		// 2 is stricter: the asker must be of the same network too
		accepts: ["1", "2"],
		does: "do not answer ARP for an address that the device that was asked does not have",
	},
	{
		name: "arp_announce",
		accepts: ["2"],
		does: "do not offer the VIP as the source of our own ARP requests",
	},
];

/** The same as sysctls of a desired state. */
export function silentSysctls(): Record<string, string> {
	return Object.fromEntries(
		silence.map(({ name, accepts }) => [
			formatLinkSysctl({ links: "ofVip", setting: name }),
			formatSysctlNeed({ oneOf: accepts }),
		]),
	);
}

/** The same for the script. */
export function silenceView() {
	return silence.map(({ name, accepts, does }) => ({
		name,
		does,
		words: formatSysctlNeed({ oneOf: accepts }),
		pattern: accepts.join(" | "),
		set: accepts[0],
	}));
}
