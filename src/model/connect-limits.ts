/** How many seconds a host may take to be reached, at least and at most. */
export const connectLimits = { least: 1, most: 3600 } as const;
