import { ask } from "./ask.ts";
import type { Check } from "./check.ts";
import { webService } from "./web-service.ts";

/** Declares a check that a client stays with one real server. */
export interface StickyArgs {
	/** Name of a service with persistence, or with a scheduler that goes by the client's address (`sh`, `mh`). */
	readonly service: string;
	/** Separate connections, one after the other; of a service with several ports on each in turn. Default 20. */
	readonly requests?: number;
}

export interface StickyDeclared {
	readonly kind: "sticky";
	readonly service: string;
	readonly requests: number;
}

/** Everything the client needs; kept in state. */
export interface StickyResolved extends StickyDeclared {
	readonly urls: readonly string[];
	/** The real servers that may be the one. */
	readonly realServers: readonly string[];
}

/** Separate connections from the client, all of which must be answered by one and the same real server. */
export function sticky({ service, requests = 20 }: StickyArgs): StickyDeclared {
	return { kind: "sticky", service, requests };
}

export const stickyCheck: Check<StickyDeclared, StickyResolved> = {
	alone: true,

	resolve(declared, cluster) {
		const { service, urls, wrong } = webService("sticky", declared, cluster);
		const { scheduler, flags, persistence, servers } = service;
		const byAddress =
			(scheduler === "sh" || scheduler === "mh") &&
			!flags.includes(`${scheduler}-port`);
		if (persistence === undefined && !byAddress)
			throw wrong(
				"service",
				`${service.name} keeps no client: it has no persistence, and scheduler ${scheduler} does not go by the client's address`,
			);
		return {
			...declared,
			urls,
			realServers: servers.map(({ name }) => name),
		};
	},

	async run({ service, requests, urls, realServers }, client) {
		const { counts, saw } = await ask(client, urls, requests, realServers);
		return {
			check: `sticky ${service}`,
			passed: realServers.some((name) => counts[name] === requests),
			did: `${requests} separate connections to ${urls.join(", ")}`,
			expected: `all ${requests} by one of ${realServers.join(", ")}`,
			saw,
			counts,
		};
	},
};
