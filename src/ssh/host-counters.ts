/** How many connections and scripts one host has needed. */
export interface HostCounters {
	connections: number;
	executions: number;
}

/** The counters of each host, by its label (`user@address:port`). */
export class AllCounters {
	readonly #counters = new Map<string, HostCounters>();

	of(host: string): HostCounters {
		const found = this.#counters.get(host);
		if (found !== undefined) return found;
		const counts = { connections: 0, executions: 0 };
		this.#counters.set(host, counts);
		return counts;
	}

	/** As they are now. */
	all(): Record<string, Readonly<HostCounters>> {
		return Object.fromEntries(
			[...this.#counters].map(([host, counts]) => [host, { ...counts }]),
		);
	}
}
