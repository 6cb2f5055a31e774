import { DeclarationError, RemoteError } from "../errors.ts";
import type { Service } from "../model/cluster.ts";
import { schedulers } from "../model/schedulers.ts";
import { sh } from "../remote/shell.ts";
import type { Check } from "./check.ts";
import { promise, type Share } from "./promise.ts";

/** Declares a check of how new connections are spread over the real servers. */
export interface SpreadArgs {
	/** Name of the service in the cluster. */
	readonly service: string;
	/** Separate connections, one after the other, each asking for `/`. Default 100. */
	readonly requests?: number;
}

export interface SpreadDeclared {
	readonly kind: "spread";
	readonly service: string;
	readonly requests: number;
}

/** Everything the client needs: it is kept in state, so that `lvs check` can run it again. */
export interface SpreadResolved extends SpreadDeclared {
	readonly url: string;
	readonly shares: Readonly<Record<string, Share>>;
}

/**
 * Separate connections from the client, each answer's real server counted (by the page that names it) and compared
 * with what the scheduler promises for the declared weights.
 */
export function spread({
	service,
	requests = 100,
}: SpreadArgs): SpreadDeclared {
	return { kind: "spread", service, requests };
}

export const spreadCheck: Check<SpreadDeclared, SpreadResolved> = {
	resolve(declared, cluster) {
		const wrong = (path: string, message: string) =>
			new DeclarationError(`spread of cluster ${cluster.name}`, [
				{ path, message },
			]);
		if (!Number.isInteger(declared.requests) || declared.requests < 1)
			throw wrong("requests", "write a whole number, 1 or more");
		const service = cluster.services.find(
			({ name }) => name === declared.service,
		);
		if (service === undefined)
			throw wrong(
				"service",
				`no service ${JSON.stringify(declared.service)}; the cluster has ${cluster.services.map(({ name }) => name).join(", ")}`,
			);
		const { match } = service;
		if (!cluster.page)
			throw wrong(
				"service",
				"the pages that name the real servers are switched off (`page: false`), so answers cannot be told apart",
			);
		if (
			match.protocol === "udp" ||
			(match.protocol === "fwmark" && match.tcp.length === 0)
		)
			throw wrong("service", `${service.name} is UDP, and this asks by HTTP`);
		if (service.persistence !== undefined)
			throw wrong(
				"service",
				`${service.name} keeps a client with one real server (persistence), so its connections are not spread`,
			);
		const shares = promise(service, declared.requests);
		if (shares === undefined)
			throw wrong(
				"service",
				`scheduler ${service.scheduler} (${schedulers[service.scheduler]}) promises no shares for separate connections with these weights; rr and wrr do`,
			);
		return {
			...declared,
			url: `http://${cluster.vip}:${portOf(service)}/`,
			shares,
		};
	},

	async run({ service, requests, url, shares }, client) {
		const execution = await client.run(script(url, requests), {
			doing: `ask ${url} ${requests} times`,
			timeoutSeconds: 60 + requests,
		});
		if (execution.exit === 127)
			throw new RemoteError({
				host: client.host,
				doing: "look for curl",
				saw: "it is not installed",
				advice: "Install curl on the client machine.",
			});
		const counts = count(execution.stdout, Object.keys(shares));
		const answered = Object.values(counts).reduce((sum, n) => sum + n, 0);
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
			did: `${requests} separate connections to ${url}`,
			expected: Object.entries(shares)
				.map(
					([name, { least, most, expected }]) =>
						`${name} ${round(expected)} (${least === most ? least : `${least} to ${most}`})`,
				)
				.join(", "),
			saw: `${Object.entries(counts)
				.map(([name, seen]) => `${name} ${seen}`)
				.join(", ")}${
				answered === requests
					? ""
					: `; connection ${answered + 1} got no answer (curl exit ${execution.exit})`
			}`,
			counts,
		};
	},
};

/** Where HTTP is asked for: the port, of several the first, and 80 where it is all of them. */
function portOf({ match }: Service): number {
	const port = match.protocol === "fwmark" ? match.tcp[0] : match.port;
	return port || 80;
}

/**
 * One curl for all connections (a process for each would measure the client), each from a port of its own.
 *
 * A director that sees only one direction of a connection (direct routing) remembers it for two minutes after its end,
 * and sends a new connection from the same port to the same real server without asking the scheduler. So ports are not
 * left to the client's kernel: they advance by `portsPerSecond` with the clock, and come round after more than two minutes.
 * A run that was faster waits until the clock has paid for its ports, so that the next one finds others.
 * They lie below the ports that Linux gives to others (32768 and up).
 */
function script(url: string, requests: number): string {
	const write = String.raw`"\n@answer %{http_code}\n"`;
	return sh`command -v curl >/dev/null || exit 127
paid() { # ports since the client's start, by the clock
	read -r uptime _ </proc/uptime
	paid=$((\${uptime%.*}\${uptime#*.} * ${portsPerSecond} / 100))
}
paid
start=$paid request=0
while [ $request -lt ${requests} ]; do
	port=$((${firstPort} + (start + request) % ${ports}))
	printf '%s\n' next silent 'connect-timeout = 5' 'max-time = 15' 'header = "Connection: close"' ${`write-out = ${write}`} "local-port = $port-$((port + 3))" ${`url = "${url}"`}
	request=$((request + 1))
done | curl --fail-early -K -
exit=$?
until paid; [ $paid -ge $((start + ${requests})) ]; do sleep 0.2; done
exit $exit`;
}

const firstPort = 10240;
const ports = 22000;
const portsPerSecond = 150;

/** Answers by real server; what names none of them is counted as what it says. */
function count(
	output: string,
	names: readonly string[],
): Record<string, number> {
	const counts = Object.fromEntries(names.map((name) => [name, 0]));
	for (const [, answer = "", code] of output.matchAll(
		/([\s\S]*?)\n@answer (\d+)\n/g,
	)) {
		if (code === "000") continue; // curl's word for no answer
		const said = /^<h1>([^<]*)<\/h1>\s*$/.exec(answer)?.[1];
		const name =
			said !== undefined && counts[said] !== undefined
				? said
				: JSON.stringify(answer.trim().slice(0, 60));
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

function round(value: number): string {
	return String(Math.round(value * 10) / 10);
}
