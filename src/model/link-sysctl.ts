// Only the host knows which links it has, and their names. So the key of a sysctl in a desired state may describe links in words, and its value may leave a
// choice. This file writes and reads both. Such a key names a real device only if the kernel names that device for a tunnel: so a device that somebody calls
// `<link>` is not taken for a word.

import { silence } from "./silence.ts";

/** Settings of a link that a declaration may want, each with the value that is set if the present one will not do. */
export const setOnLinks = {
	arp_ignore: silence.arp_ignore.accepts[0],
	arp_announce: silence.arp_announce.accepts[0],
	rp_filter: "2",
	accept_local: "1",
	forwarding: "1",
} as const;

export type LinkSetting = keyof typeof setOnLinks;

export const linkSettings = Object.keys(setOnLinks) as readonly LinkSetting[];

const words = {
	/** The link by which clients and directors reach the host. */
	own: "<link>",
	/** The link that has the host's own address, also if clients reach the host by another link. */
	ofAddress: "<link of the address>",
	/** The links on which a neighbour may ask for the VIP: the own one, and every link whose network has the VIP. */
	ofVip: "<links of the VIP>",
} as const;

/** A setting of links that only the host knows. */
export interface LinkSysctl {
	readonly links: keyof typeof words;
	readonly setting: LinkSetting;
}

/** The key in a desired state: `net.ipv4.conf.<link>.rp_filter`. */
export function formatLinkSysctl({ links, setting }: LinkSysctl): string {
	return `${prefix}${words[links]}.${setting}`;
}

/** Undefined: the key is that of a single sysctl, as written. */
export function parseLinkSysctl(key: string): LinkSysctl | undefined {
	return everyLinkSysctl.get(key);
}

/** The key of a setting of one link. */
export function sysctlOf(device: string, setting: string): string {
	return `${prefix}${nameInKey(device)}.${setting}`;
}

/** A setting of ours as people write it, for a link of theirs: `net.ipv4.conf.LINK.arp_ignore = 1`. */
export function formatSetting(setting: LinkSetting): string {
	return `${sysctlOf("LINK", setting)} = ${setOnLinks[setting]}`;
}

/** The setting of which this is the key for one link. Undefined: it is the key of something else. */
export function linkSettingOf(key: string): LinkSetting | undefined {
	return key.startsWith(prefix)
		? linkSettings.find((setting) => key.endsWith(`.${setting}`))
		: undefined;
}

/** `eth0.10` -> `eth0/10`: in the key of a sysctl, a dot and a slash change places. */
function nameInKey(device: string): string {
	return device.replaceAll(".", "/");
}

const prefix = "net.ipv4.conf.";

const everyLinkSysctl: ReadonlyMap<string, LinkSysctl> = new Map(
	(Object.keys(words) as (keyof typeof words)[]).flatMap((links) =>
		linkSettings.map((setting) => {
			const sysctl = { links, setting };
			return [formatLinkSysctl(sysctl), sysctl];
		}),
	),
);

/**
 * The value that a sysctl must have. `not strict`: 2 if the kernel would check sources strictly (the larger of `all` and the link is 1), else the present
 * value.
 */
export type SysctlNeed =
	| { readonly oneOf: readonly [string, ...string[]] }
	| "not strict";

/** The value in a desired state: `1 or 2`. The first is set if the present one is none of them. */
export function formatSysctlNeed(need: SysctlNeed): string {
	return need === "not strict" ? need : need.oneOf.join(" or ");
}

export function parseSysctlNeed(value: string): SysctlNeed {
	if (value === "not strict") return value;
	const [first = "", ...others] = value.split(" or ");
	return { oneOf: [first, ...others] };
}
