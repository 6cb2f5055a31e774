import { RemoteError } from "../errors.ts";
import type { Cluster, Service } from "../model/cluster.ts";
import { webPorts } from "../model/web-ports.ts";
import { newMark } from "../ssh/new-mark.ts";
import type { Session } from "../ssh/session.ts";
import { raw, sh } from "../ssh/shell.ts";
import { straightCurl } from "../ssh/straight-curl.ts";
import type { NamedBy } from "./check.ts";
import { namesIn } from "./names-in.ts";

/** Which real servers answered a number of separate connections. */
export interface Answers {
	/** Real server -> number of answers. An answer that names no real server is counted under its own text. */
	readonly counts: Readonly<Record<string, number>>;
	readonly answered: number;
	/** `rs1 40, rs2 60`, and how a connection without an answer ended. */
	readonly saw: string;
}

/** The URLs to ask: one for every TCP port of the service, or port 80 if the service has all ports. Empty if it has no TCP port. */
export function urlsOf({ vip }: Cluster, { match }: Service): string[] {
	const ports =
		match.protocol === "fwmark"
			? match.tcp
			: match.protocol === "tcp"
				? [match.port === "all" ? webPorts.http : match.port]
				: [];
	return ports.map((port) => `http://${vip}:${port}/`);
}

/**
 * Asks from the client, one connection after the other, each URL in turn.
 *
 * @param names the real servers that appear in the counts even if they gave no answer.
 * @throws RemoteError where the client cannot ask.
 */
export async function ask(
	client: Session,
	urls: readonly string[],
	requests: number,
	names: readonly string[],
	named: NamedBy,
): Promise<Answers> {
	const mark = newMark();
	const { stdout, exit } = await client.run(script(urls, requests, mark), {
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
	const counts = count(stdout, mark, names, named);
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
 * One curl makes all connections, as a process for each would measure the client instead. Each connection has its own local port.
 *
 * With direct routing the director sees only one direction of a connection. It remembers the connection for two minutes after its
 * end, and sends a new connection from the same port to the same real server without asking the scheduler. So we choose the
 * ports ourselves: they advance with the clock by `portsPerSecond`, and come round after 200 s. A run that used its ports faster
 * than that waits for the clock at its end, so that the next run finds unused ports. A run may be slow, and use its last port
 * 80 s after its first. The ports lie below those that Linux gives to other programs (32768 and up).
 */
function script(
	urls: readonly string[],
	requests: number,
	mark: string,
): string {
	const write = String.raw`"\n@${mark} %{http_code}\n"`;
	return sh`${raw(straightCurl)}
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
done | curl -q --fail-early -K -
exit=$?
until paid; [ $paid -ge $((start + ${requests})) ]; do sleep 0.2; done
exit $exit`;
}

const firstPort = 10240;
const ports = 22000;
const portsPerSecond = 110;

/**
 * Counts answers by real server, named by a header or by the page. An answer that names none is counted under its own text.
 *
 * @param mark begins the line that follows each answer. No page knows it.
 */
function count(
	output: string,
	mark: string,
	names: readonly string[],
	named: NamedBy,
): Record<string, number> {
	const counts = Object.fromEntries(names.map((name) => [name, 0]));
	for (const [, answer = "", code] of output.matchAll(
		new RegExp(`([\\s\\S]*?)\\n@${mark} (\\d+)\\n`, "g"),
	)) {
		if (code === "000") continue; // curl's status for no answer
		const [head = "", body = ""] = answer.split(/\r\n\r\n([\s\S]*)/);
		const said = [
			...namesIn(head, named),
			/^<h1>([^<]*)<\/h1>\s*$/.exec(body)?.[1],
		].find((name) => name !== undefined && counts[name] !== undefined);
		const name = said ?? JSON.stringify(body.trim().slice(0, 60));
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
