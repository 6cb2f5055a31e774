import { schedulers } from "../model/schedulers.ts";
import { ask } from "./ask.ts";
import type { Check, NamedBy } from "./check.ts";
import { promise, type Share } from "./promise.ts";
import { webService } from "./web-service.ts";

/** Declares a check of how new connections are spread over the real servers. */
export interface SpreadArgs {
	/** Name of the service in the cluster. */
	readonly service: string;
	/** Number of separate connections, one after the other, each asking for `/`. Where a service has several ports, they are asked in turn. Default 100. */
	readonly requests?: number;
}

export interface SpreadDeclared {
	readonly kind: "spread";
	readonly service: string;
	readonly requests: number;
}

/** Everything that the client needs. It is kept in state, so that `lvsctl check` can run it again. */
export interface SpreadResolved extends SpreadDeclared, NamedBy {
	readonly urls: readonly string[];
	readonly shares: Readonly<Record<string, Share>>;
}

/**
 * Makes separate connections from the client, counts the answers of each real server (by the page that names it), and compares
 * the counts with what the scheduler promises for the declared weights.
 */
export function spread({
	service,
	requests = 100,
}: SpreadArgs): SpreadDeclared {
	return { kind: "spread", service, requests };
}

export const spreadCheck: Check<SpreadDeclared, SpreadResolved> = {
	alone: true,

	resolve(declared, cluster, named) {
		const { service, urls, wrong } = webService("spread", declared, cluster);
		if (service.persistence !== undefined)
			throw wrong(
				"service",
				`${service.name} keeps a client with one real server (persistence), so its connections are not spread; check that with sticky`,
			);
		const shares = promise(service, declared.requests);
		if (shares === undefined)
			throw wrong(
				"service",
				`scheduler ${service.scheduler} (${schedulers[service.scheduler]}) promises no shares for separate connections with these weights; rr and wrr do`,
			);
		return { ...declared, ...named, urls, shares };
	},

	async run({ service, requests, urls, shares, headers = [] }, client) {
		const { counts, answered, saw } = await ask(
			client,
			urls,
			requests,
			Object.keys(shares),
			{ headers },
		);
		const passed =
			answered === requests &&
			Object.entries(shares).every(([name, { least, most }]) => {
				const seen = counts[name] ?? 0;
				return seen >= least && seen <= most;
			}) &&
			Object.keys(counts).every((name) => shares[name] !== undefined);
		return {
			check: `spread of ${service}`,
			passed,
			did: `${requests} separate connections to ${urls.join(", ")}`,
			expected: Object.entries(shares)
				.map(
					([name, { least, most, expected }]) =>
						`${name} ${round(expected)} (${least === most ? least : `${least} to ${most}`})`,
				)
				.join(", "),
			saw,
			counts,
		};
	},
};

function round(value: number): string {
	return String(Math.round(value * 10) / 10);
}
