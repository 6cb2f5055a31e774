/** What the watch on a host put back since the host started. */
export interface PutBack {
	/** How often it put anything back. */
	readonly times: number;
	/** The latest entries, equal ones together: what was found (`vip 172.18.0.70: missing`), and why it was so. */
	readonly kept: readonly {
		readonly found: string;
		readonly why: string;
		readonly times: number;
		/** Seconds since 1970, by the host's clock. */
		readonly last: number;
	}[];
}
