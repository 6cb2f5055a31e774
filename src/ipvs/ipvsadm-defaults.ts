/** The values that ipvsadm uses where a command names none. The default mask is also left out of what it prints. */
export const ipvsadmDefaults = {
	scheduler: "wlc",
	/** Seconds where `-p` names none. The manual says 300; the table has this. */
	persistentSeconds: 360,
	weight: 1,
	/** Of both thresholds: there is none. */
	threshold: 0,
	mask: "255.255.255.255",
	tunnelType: "ipip",
} as const;
