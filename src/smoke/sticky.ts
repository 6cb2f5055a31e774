import { ask } from "./ask.ts";
import type { Check, NamedBy } from "./check.ts";
import { webService } from "./web-service.ts";

/** Declares a check that a client stays with one real server. */
export interface StickyArgs {
	/** Name of a service with persistence, or with a scheduler that goes by the client's address (`sh`, `mh`). */
	readonly service: string;
	/** Number of separate connections, one after the other. Where a service has several ports, they are asked in turn. Default 20. */
	readonly requests?: number;
}

export interface StickyDeclared {
	readonly kind: "sticky";
	readonly service: string;
	readonly requests: number;
}

/** Everything that the client needs. It is kept in state. */
export interface StickyResolved extends StickyDeclared, NamedBy {
	readonly urls: readonly string[];
	/** The real servers that may be chosen for the client. */
	readonly realServers: readonly string[];
}

/** Makes separate connections from the client. One and the same real server must answer all of them. */
export function sticky({ service, requests = 20 }: StickyArgs): StickyDeclared {
	return { kind: "sticky", service, requests };
}

export const stickyCheck: Check<StickyDeclared, StickyResolved> = {
	alone: true,

	resolve(declared, cluster, named) {
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
			...named,
			urls,
			realServers: servers.map(({ name }) => name),
		};
	},

	async run({ service, requests, urls, realServers, headers = [] }, client) {
		const { counts, saw } = await ask(client, urls, requests, realServers, {
			headers,
		});
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
