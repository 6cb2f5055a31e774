import { RemoteError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { runToEnd } from "../ssh/run-to-end.ts";
import { sh } from "../ssh/shell.ts";
import { withSession } from "../ssh/with-session.ts";
import { takenPorts } from "./free-ports.ts";
import { parseRoute } from "./parse-network.ts";
import { probeScript } from "./probe.ts";
import type { Target } from "./target.ts";

/** From where the probes are sent. */
export interface Client {
	readonly name: string;
	readonly connection: HostConnection;
}

/** How long a host may take to be reached, in seconds: it is an answer too that a host cannot be reached. */
export const usualSeconds = 5;

/** The client's address on its way to the VIP, undefined where no way leads there, and its ports that are taken. */
export async function lookAtClient(
	{ name, connection }: Client,
	targets: readonly Target[],
	connectSeconds: number = connection.connectSeconds ?? 2 * usualSeconds,
): Promise<{ from: string | undefined; taken: ReadonlySet<number> }> {
	const vip = targets[0]?.vip ?? "";
	const [lines, host] = await withSession(
		connection,
		async (session) => [
			(
				await runToEnd(
					session,
					`${takenPorts}\necho route\n${sh`ip -4 route get ${vip} 2>&1; true`}`,
					{ doing: "look for the way to the VIP" },
				)
			).split("\n"),
			session.host,
		],
		{ connectSeconds, name },
	);
	const end = lines.indexOf("route");
	const route = parseRoute(lines.slice(end + 1));
	if (route.local)
		throw new RemoteError({
			host,
			doing: `ask from ${name}`,
			saw: `it has the VIP ${vip} itself, so a probe would not leave it`,
			advice: "Name another machine with --from.",
		});
	return {
		from: route.source,
		taken: new Set(
			lines.slice(0, end).map((port) => Number.parseInt(port, 16)),
		),
	};
}

/** Sends the probes. @returns what the client reported, for `parseProbes` */
export function ask(
	{ connection }: Client,
	probes: Parameters<typeof probeScript>[0],
): Promise<string> {
	return withSession(connection, async (session) => {
		const { stdout, exit } = await session.run(probeScript(probes), {
			doing: `send ${probes.length} probes`,
			timeoutSeconds: 50,
		});
		if (exit === 127)
			throw new RemoteError({
				host: session.host,
				doing: "look for curl",
				saw: "it is not installed",
				advice: "Install curl on the client machine.",
			});
		return stdout;
	});
}
