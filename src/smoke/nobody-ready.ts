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
 * or the machine is no director. `up` has just made them as declared, so only how they stand among each other is asked.
 *
 * @param down how the machine is reached.
 * @param reachedBy how each of them is.
 */
export async function nobodyReady(
	directors: readonly OtherDirector[],
	down: HostConnection,
	reachedBy: (host: string) => HostConnection,
	ask = standingOf,
): Promise<string | undefined> {
	const others = directors.filter(({ host }) => !isSame(reachedBy(host), down));
	if (others.length === directors.length) return undefined;
	const reasons = await Promise.all(
		others.map((director) => whyNotReady(director, reachedBy, ask)),
	);
	return reasons.includes(undefined)
		? undefined
		: `no other director is ready. ${others.map(({ name }, place) => `${name}: ${reasons[place]}`).join(". ")}`;
}

async function whyNotReady(
	director: OtherDirector,
	reachedBy: (host: string) => HostConnection,
	ask: typeof standingOf,
): Promise<string | undefined> {
	try {
		const { found, hears } = await ask(director, reachedBy(director.host));
		return (
			wouldNotTake(director, found) ??
			(hears
				? undefined
				: "it does not hear of the connections of the others; run up")
		);
	} catch (error) {
		if (error instanceof RemoteError) return error.message;
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
