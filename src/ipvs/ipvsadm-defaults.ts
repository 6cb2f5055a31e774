/** What ipvsadm takes where a command does not say. It leaves the mask out of what it prints, too. */
export const ipvsadmDefaults = {
	scheduler: "wlc",
	weight: 1,
	mask: "255.255.255.255",
	tunnelType: "ipip",
} as const;
