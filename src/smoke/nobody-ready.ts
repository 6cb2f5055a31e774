import { setTimeout as sleep } from "node:timers/promises";
import { RemoteError } from "../errors.ts";
import { askStanding, type Standing } from "../host/operations/standing.ts";
import { wouldNotTake } from "../host/would-not-take.ts";
import type { HostConnection } from "../model/host.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import { isSameHost } from "./is-same-host.ts";
import type { OtherDirector } from "./outage-shapes.ts";

/**
 * Asks the other directors, where a machine is to be taken down that is one: why nobody could serve meanwhile, and what to do. Undefined: one could,
 * or the machine is no director. `up` has just made them as declared, so only how they stand among each other is asked, and whether they send clients to
 * somebody. One that an outage before this one took down may not be back yet: they are asked again for 20 seconds, unless each is away or taken out.
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
	const isDown = ({ host }: OtherDirector) => isSameHost(reachedBy(host), down);
	if (!directors.some(isDown)) return undefined;
	for (let more = 20; ; more--) {
		const asked = await Promise.all(
			directors.map(async (director) => ({
				...director,
				stand: await standOf(director, reachedBy, ask),
			})),
		);
		const [holder] = asked.filter(isDown).flatMap(asHolder);
		const others = asked.filter((each) => !isDown(each));
		const found = others.map((each) => whyNotReady(each, holder));
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

/** A director, and how it stands, or why it could not be asked. */
interface Asked extends OtherDirector {
	readonly stand: Standing | RemoteError;
}

/** The director that has the VIP. */
type Holder = Pick<OtherDirector, "name"> & Pick<Standing, "serves">;

async function standOf(
	director: OtherDirector,
	reachedBy: (host: string) => HostConnection,
	ask: typeof standingOf,
): Promise<Asked["stand"]> {
	try {
		return await ask(director, reachedBy(director.host));
	} catch (error) {
		if (error instanceof RemoteError) return error;
		throw error;
	}
}

function asHolder({ name, stand }: Asked): Holder[] {
	return stand instanceof RemoteError || stand.found?.role !== "active"
		? []
		: [{ name, serves: stand.serves }];
}

/** @param holder the director that goes down, where it has the VIP. */
function whyNotReady(
	{ stand, ...director }: Asked,
	holder: Holder | undefined,
): { readonly reason: string; readonly mayPass: boolean } | undefined {
	if (stand instanceof RemoteError)
		return { reason: stand.message, mayPass: false };
	const reason =
		wouldNotTake(director, stand.found, stand.problems) ??
		(stand.hears
			? holder && darkBeside(stand, holder)
			: "it does not hear of the connections of the others; run up");
	return reason === undefined
		? undefined
		: { reason, mayPass: stand.found?.takenOut !== true };
}

/** Why a director could not serve what the one that has the VIP serves; undefined: it could, or nobody serves it there either. */
function darkBeside({ serves }: Standing, holder: Holder): string | undefined {
	const dark = Object.keys(serves).find(
		(service) => !serves[service] && holder.serves[service],
	);
	return (
		dark &&
		`no real server of ${dark} gets clients there, and one does on ${holder.name}; lvsctl status says why`
	);
}

function standingOf(
	{ name, cluster }: OtherDirector,
	connection: HostConnection,
) {
	return underName(name, () =>
		withSession(connection, (session) => askStanding(session, cluster)),
	);
}
