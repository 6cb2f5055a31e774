/** The values that ipvsadm uses if a command names none. It also leaves the default mask out of its output. */
export const ipvsadmDefaults = {
	scheduler: "wlc",
	/** Seconds if `-p` names none. The manual says 300; the table has this value. */
	persistentSeconds: 360,
	weight: 1,
	/** The value of both thresholds if there is no limit. */
	threshold: 0,
	mask: "255.255.255.255",
	tunnelType: "ipip",
} as const;
