/** A setting of a link by which a real server keeps silent about the VIP. */
interface Silence {
	/** Values of one digit that will do. The first of them is set where a link has another. */
	readonly accepts: readonly [string, ...string[]];
	/** What it does, for people who read the script on the host. */
	readonly does: string;
}

/**
 * What keeps a real server silent: name beneath /proc/sys/net/ipv4/conf/LINK -> what it must be. The script sets them before it takes the VIP,
 * and a look compares them. The kernel uses the larger of the value of the device that was asked and that of `all` (ip-sysctl). `all` stays as
 * it is, as another link may have to answer for addresses of other devices.
 */
export const silence = {
	arp_ignore: {
		// 2 is stricter: the asker must be of the same network too
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
