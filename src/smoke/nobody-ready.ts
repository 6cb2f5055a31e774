import { setTimeout as sleep } from "node:timers/promises";
import { RemoteError } from "../errors.ts";
import { askStanding } from "../host/operations/standing.ts";
import { wouldNotTake } from "../host/would-not-take.ts";
import type { HostConnection } from "../model/host.ts";
import { sshPort } from "../ssh/host-label.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import type { OtherDirector } from "./outage-shapes.ts";

/**
 * Asks the other directors, where a machine is to be taken down that is one: why nobody could serve meanwhile, and what to do. Undefined: one could,
 * or the machine is no director. `up` has just made them as declared, so only how they stand among each other is asked. One that an outage before this one
 * took down may not be back yet: they are asked again for 20 seconds, unless each is away or taken out.
 *
 * @param down how the machine is reached.
 * @param reachedBy how each of them is.
 */
export async function nobodyReady(
	directors: readonly OtherDirector[],
	down: HostConnection,
	reachedBy: (host: string) => HostConnection,
	{ ask = standingOf, wait = () => sleep(1000) }: Asking = {},
): Promise<string | undefined> {
	const others = directors.filter(({ host }) => !isSame(reachedBy(host), down));
	if (others.length === directors.length) return undefined;
	for (let more = 20; ; more--) {
		const found = await Promise.all(
			others.map((director) => whyNotReady(director, reachedBy, ask)),
		);
		if (found.includes(undefined)) return undefined;
		if (more === 0 || !found.some((each) => each?.mayPass))
			return `no other director is ready. ${others.map(({ name }, place) => `${name}: ${found[place]?.reason}`).join(". ")}`;
		await wait();
	}
}

/** How directors are asked, and what lies between two questions. */
interface Asking {
	readonly ask?: typeof standingOf;
	readonly wait?: () => Promise<unknown>;
}

async function whyNotReady(
	director: OtherDirector,
	reachedBy: (host: string) => HostConnection,
	ask: typeof standingOf,
): Promise<{ readonly reason: string; readonly mayPass: boolean } | undefined> {
	try {
		const { found, hears } = await ask(director, reachedBy(director.host));
		const reason =
			wouldNotTake(director, found) ??
			(hears
				? undefined
				: "it does not hear of the connections of the others; run up");
		return reason === undefined
			? undefined
			: { reason, mayPass: found?.takenOut !== true };
	} catch (error) {
		if (error instanceof RemoteError)
			return { reason: error.message, mayPass: false };
		throw error;
	}
}

function standingOf(
	{ name, cluster }: OtherDirector,
	connection: HostConnection,
) {
	return underName(name, () =>
		withSession(connection, (session) => askStanding(session, cluster)),
	);
}

function isSame(one: HostConnection, other: HostConnection): boolean {
	return one.address === other.address && sshPort(one) === sshPort(other);
}
