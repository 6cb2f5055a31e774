/** A setting of a link that keeps a real server from answering for the VIP. */
interface Silence {
	/** The values that will do, of one digit each. The first of them is set if the link has another value. */
	readonly accepts: readonly [string, ...string[]];
	/** What it does, for people who read the script on the host. */
	readonly does: string;
}

/**
 * The settings that keep a real server from answering for the VIP: name beneath /proc/sys/net/ipv4/conf/LINK -> its value. The script sets them before it takes
 * the VIP, and a look compares them. The kernel uses the larger of the value of the device that was asked and that of `all` (ip-sysctl). `all` stays as it is,
 * as another link may have to answer for addresses of other devices.
 */
export const silence = {
	arp_ignore: {
		// 2 is stricter: the sender must also belong to the same network
		accepts: ["1", "2"],
		does: "do not answer ARP for an address that the device that was asked does not have",
	},
	arp_announce: {
		accepts: ["2"],
		does: "do not offer the VIP as the source of our own ARP requests",
	},
} as const satisfies Readonly<Record<string, Silence>>;

export type SilentSetting = keyof typeof silence;

export const silentSettings = Object.keys(silence) as readonly SilentSetting[];

export function isSilent(setting: string): setting is SilentSetting {
	return Object.hasOwn(silence, setting);
}
