// Which links a host has, and how they are called, is known only there. In the key of a sysctl they stand in these words.

/** The link by which clients and directors reach the host. */
export const ownLink = "<link>";

/** The links on which a neighbour may ask for the VIP: the own one, and every link whose network has the VIP. */
export const vipLinks = "<links of the VIP>";

/** Whether the key of a sysctl has links in words. */
export function isInWords(key: string): boolean {
	return key.includes(ownLink) || key.includes(vipLinks);
}

/** Value of `rp_filter`: 2 where the kernel would check strictly (the larger of `all` and the link is 1), else as it is. */
export const notStrict = "not strict";
