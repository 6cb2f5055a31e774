import { setTimeout as sleep } from "node:timers/promises";
import { RemoteError } from "../errors.ts";
import { whoIsOut } from "../host/operations/who-is-out.ts";
import type { Asked, WhoIsOut } from "../host/out-already.ts";
import { whyNotTaken } from "../host/why-not-taken.ts";
import type { HostConnection } from "../model/host.ts";
import { ownerOf } from "../model/owner.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import type {
	OtherDirector,
	OutageResolved,
	TakesAway,
} from "./outage-shapes.ts";

/**
 * Asks the directors, where a real server is to be taken away from clients: why it must not be, with its name. Undefined: it gets clients, and others would serve
 * them. One that an outage before this one took away may not be back yet: they are asked again for 20 seconds, as long as any check keeps somebody out.
 *
 * @param host the machine that the outage hits, as its act names it.
 * @param reachedBy how a director is reached.
 * @throws RemoteError if no director can be asked.
 */
export async function notTaken(
	{ takes, vip }: Pick<OutageResolved, "takes" | "vip">,
	host: string,
	reachedBy: (host: string) => HostConnection,
	{ ask = askedOf, wait = () => sleep(1000) }: Asking = {},
): Promise<string | undefined> {
	const taken = takes?.realServers[host];
	if (takes === undefined || taken === undefined) return undefined;
	const { directors, balances, names } = takes;
	for (let more = 20; ; more--) {
		const asked = await Promise.all(
			directors.map(async (director) => {
				try {
					const connection = reachedBy(director.host);
					const out = await ask(director, connection, { ...balances, vip });
					return { name: director.name, desired: balances, out };
				} catch (error) {
					if (error instanceof RemoteError) return error;
					throw error;
				}
			}),
		);
		const there = asked.flatMap((each) =>
			each instanceof RemoteError ? [] : [each],
		);
		const [first] = asked;
		if (there.length === 0 && first instanceof RemoteError) throw first;
		const why = whyNotTaken(
			there,
			taken,
			(address) => names[address] ?? address,
		);
		if (why === undefined) return undefined;
		if (more === 0 || !there.some(mayPass)) return `${taken.name}: ${why}`;
		await wait();
	}
}

/** How directors are asked, and what lies between two questions. */
interface Asking {
	readonly ask?: typeof askedOf;
	readonly wait?: () => Promise<unknown>;
}

function askedOf(
	{ name, cluster }: OtherDirector,
	connection: HostConnection,
	desired: TakesAway["balances"] & Pick<OutageResolved, "vip">,
): Promise<WhoIsOut> {
	const owner = ownerOf({ component: cluster, role: "director" });
	return underName(name, () =>
		withSession(connection, (session) => whoIsOut(session, owner, desired)),
	);
}

/** Whether somebody may be in again soon by himself. A drain ends when its operator says so. */
function mayPass({ out: { layers } }: Asked): boolean {
	return Object.values(layers).some(
		({ by }) => by === "check" || by === "sorry",
	);
}
