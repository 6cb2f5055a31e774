import { randomBytes } from "node:crypto";
import { RemoteError, UnreachableError } from "../errors.ts";
import { withSession } from "../ssh/with-session.ts";
import { ask, type Client, lookAtClient, usualSeconds } from "./ask-client.ts";
import { firstFree } from "./free-ports.ts";
import type { Verdicts } from "./judge.ts";
import { beginObservation, collectObservation } from "./observation.ts";
import { mostProbes, planProbes } from "./plan-probes.ts";
import { questionsOf, watchedOf } from "./questions.ts";
import { type Heard, readAnswers } from "./read-answers.ts";
import type { Machine, Target } from "./target.ts";
import { nameOf } from "./watch-scripts.ts";

export interface Asked {
	readonly targets: readonly Target[];
	/** The directors and real servers of the targets. */
	readonly machines: readonly Machine[];
	/** Undefined: no probe is sent, and we only look at the hosts. */
	readonly client: Client | undefined;
	/** The client machine could not be found, and why. */
	readonly whyNoClient?: string;
	/** How many seconds a host may take to be reached. Default: its own `connectSeconds`, else 5. */
	readonly connectSeconds?: number;
	/** Only findings about this real server are reported. Default: all. */
	readonly only?: string;
}

/**
 * Sends probes from the client, follows them through every host, and names where each ended.
 *
 * @throws RemoteError where the client cannot ask.
 */
export async function diagnose(asked: Asked): Promise<Verdicts> {
	return readAnswers(await observe(asked));
}

/**
 * Observes every host while the client sends its probes. It needs one execution on each host to begin, one to end, and two more on the
 * client.
 */
export async function observe(asked: Asked): Promise<Heard> {
	const { targets, machines, client, connectSeconds } = asked;
	const token = randomBytes(4).toString("hex");
	const reach = (host: Client) => ({
		connectSeconds:
			connectSeconds ?? host.connection.connectSeconds ?? usualSeconds,
		name: host.name,
	});
	// the hosts are connected to while the client is asked; a host that cannot be reached is reported when its turn comes
	for (const host of machines)
		withSession(host.connection, async () => {}, reach(host)).catch(() => {});
	const { from, taken } =
		client === undefined
			? {}
			: await lookAtClient(client, targets, connectSeconds);
	const firstPort = firstFree(taken ?? new Set(), mostProbes, Math.random());
	const planned = client === undefined ? [] : planProbes(targets, firstPort);
	const watched =
		from === undefined
			? undefined
			: watchedOf(targets, from, [firstPort, firstPort + planned.length]);
	const away: Record<string, string> = {};
	const begun = await eachHost(
		[...machines, ...(client === undefined ? [] : [client])],
		away,
		async (host) => {
			const { connectSeconds } = reach(host);
			await beginObservation(
				host,
				token,
				watched,
				targets,
				connectSeconds,
			).catch(unlessReached);
			return host;
		},
	);
	let asking: PromiseSettledResult<string> | undefined;
	if (client !== undefined && away[client.name] === undefined)
		[asking] = await Promise.allSettled([
			ask(
				client,
				planned.map(({ probe }) => probe),
			),
		]);
	const found = await eachHost(begun, away, async (host) => [
		host.name,
		await collectObservation(host, token, questionsOf(host, targets, from)),
	]);
	// everything that was put on the hosts has been removed
	if (asking?.status === "rejected") throw asking.reason;
	return {
		targets,
		planned,
		said: asking?.value ?? "",
		answers: Object.fromEntries(found),
		table: nameOf(token),
		away,
		from: from ?? "",
		...(client === undefined ? {} : { client: client.name }),
		...(asked.whyNoClient === undefined
			? {}
			: { whyNoClient: asked.whyNoClient }),
		...(asked.only === undefined ? {} : { only: asked.only }),
	};
}

/** A host that is reached and cannot observe is still looked at afterwards. Its report says what was not seen. */
function unlessReached(error: unknown): void {
	if (!(error instanceof RemoteError) || error instanceof UnreachableError)
		throw error;
}

/** Works on hosts at the same time. A host that cannot be reached, or cannot do it, gets its reason in `away`. */
async function eachHost<Host extends { readonly name: string }, Result>(
	hosts: readonly Host[],
	away: Record<string, string>,
	work: (host: Host) => Promise<Result>,
): Promise<Result[]> {
	const ended = await Promise.all(
		hosts.map(async (host) => {
			try {
				return [await work(host)];
			} catch (error) {
				if (!(error instanceof RemoteError)) throw error;
				away[host.name] = error.message;
				return [];
			}
		}),
	);
	return ended.flat();
}
