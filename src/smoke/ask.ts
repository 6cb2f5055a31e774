import { RemoteError } from "../errors.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { defaults } from "../model/defaults.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Session } from "../ssh/session.ts";
import { sh } from "../ssh/shell.ts";
import { headerOf } from "./header-of.ts";

/** Who answered a number of separate connections. */
export interface Answers {
	/** Real server -> answers; what names none of them is counted as what it says. */
	readonly counts: Readonly<Record<string, number>>;
	readonly answered: number;
	/** `rs1 40, rs2 60`, and what became of a connection without an answer. */
	readonly saw: string;
}

/** Where HTTP is asked for: every TCP port of the service, and the usual one where it is all of them. Empty where there is none. */
export function urlsOf({ vip }: Cluster, { match }: Service): string[] {
	const ports =
		match.protocol === "fwmark"
			? match.tcp
			: match.protocol === "tcp"
				? [match.port || webPorts.http]
				: [];
	return ports.map((port) => `http://${vip}:${port}/`);
}

/**
 * Asks from the client, one connection after the other, each URL in turn.
 *
 * @param names of the real servers that are counted also where they gave no answer.
 * @throws RemoteError where the client cannot ask.
 */
export async function ask(
	client: Session,
	urls: readonly string[],
	requests: number,
	names: readonly string[],
): Promise<Answers> {
	const { stdout, exit } = await client.run(script(urls, requests), {
		doing: `ask ${urls.join(", ")} ${requests} times`,
		timeoutSeconds: 60 + requests,
	});
	if (exit === 127)
		throw new RemoteError({
			host: client.host,
			doing: "look for curl",
			saw: "it is not installed",
			advice: "Install curl on the client machine.",
		});
	const counts = count(stdout, names);
	const answered = Object.values(counts).reduce((sum, n) => sum + n, 0);
	return {
		counts,
		answered,
		saw: `${Object.entries(counts)
			.map(([name, seen]) => `${name} ${seen}`)
			.join(", ")}${
			answered === requests
				? ""
				: `; connection ${answered + 1} got no answer (curl exit ${exit})`
		}`,
	};
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
function script(urls: readonly string[], requests: number): string {
	const write = String.raw`"\n@answer %{http_code}\n"`;
	return sh`command -v curl >/dev/null || exit 127
paid() { # ports since the client's start, by the clock
	read -r uptime _ </proc/uptime
	paid=$((\${uptime%.*}\${uptime#*.} * ${portsPerSecond} / 100))
}
paid
start=$paid request=0
set -- ${urls.map((url) => `url = "${url}"`)}
while [ $request -lt ${requests} ]; do
	port=$((${firstPort} + (start + request) % ${ports}))
	printf '%s\n' next silent include 'connect-timeout = 5' 'max-time = 15' 'header = "Connection: close"' ${`write-out = ${write}`} "local-port = $port-$((port + 3))" "$1"
	set -- "$@" "$1"
	shift
	request=$((request + 1))
done | curl --fail-early -K -
exit=$?
until paid; [ $paid -ge $((start + ${requests})) ]; do sleep 0.2; done
exit $exit`;
}

const firstPort = 10240;
const ports = 22000;
const portsPerSecond = 150;

/** Answers by real server, named by a header or by the page; what names none of them is counted as what it says. */
function count(
	output: string,
	names: readonly string[],
): Record<string, number> {
	const counts = Object.fromEntries(names.map((name) => [name, 0]));
	for (const [, answer = "", code] of output.matchAll(
		/([\s\S]*?)\n@answer (\d+)\n/g,
	)) {
		if (code === "000") continue; // curl's word for no answer
		const [head = "", body = ""] = answer.split(/\r\n\r\n([\s\S]*)/);
		const said = [
			headerOf(head, defaults.header),
			/^<h1>([^<]*)<\/h1>\s*$/.exec(body)?.[1],
		].find((name) => name !== undefined && counts[name] !== undefined);
		const name = said ?? JSON.stringify(body.trim().slice(0, 60));
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
