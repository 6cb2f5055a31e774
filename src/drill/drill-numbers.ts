/** The numbers of a drill, and of a declared outage: name -> its limits, and its default. */
export const drillNumbers = {
	lost: { least: 0, most: 1_000_000 },
	withinSeconds: { least: 0, most: 3600 },
	rate: { least: 1, most: 50, usual: 4 },
	hold: { least: 0, most: 50, usual: 6 },
	timeoutSeconds: { least: 1, most: 600, usual: 15 },
	beforeSeconds: { least: 1, most: 600, usual: 5 },
	lastsSeconds: { least: 1, most: 600, usual: 10 },
	afterSeconds: { least: 1, most: 600, usual: 10 },
} as const;
