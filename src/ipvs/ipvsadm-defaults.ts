/** The values that ipvsadm uses where a command names none. The default mask is also left out of what it prints. */
export const ipvsadmDefaults = {
	scheduler: "wlc",
	weight: 1,
	mask: "255.255.255.255",
	tunnelType: "ipip",
} as const;
