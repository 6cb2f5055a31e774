import type { Act } from "../../drill/act.ts";
import type { DrillEvent } from "../../drill/drill-event.ts";
import type { Machine } from "../../drill/machine.ts";
import { drillRuns, runsAlready } from "../../drill/runs-already.ts";
import type { Stage } from "../../drill/stage.ts";
import { DeclarationError, type Problem } from "../../errors.ts";
import { whyNotTaken } from "../../host/why-not-taken.ts";
import { activeDirectors } from "../stack/active-directors.ts";
import { type Client, clientOf, whyNoClient } from "../stack/client-of.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { realServerName } from "../stack/real-server-name.ts";
import { askWhoIsOut } from "./ask-who-is-out.ts";
import { type Asked, chooseLoad } from "./choose-load.ts";
import { chooseMachine } from "./choose-machine.ts";
import type { DrillOptions } from "./drill-options.ts";
import type { Words } from "./read-words.ts";
import { whyNotDown } from "./why-not-down.ts";

/** What a drill is about to do. */
export interface PlannedDrill {
	/** The machine and the event. Undefined: the event is `lvsctl up`. */
	readonly stage?: Stage;
	readonly act?: Act;
	readonly asked: Asked;
	readonly client: Client;
}

/** How machines are asked. */
interface Questions {
	readonly active: typeof activeDirectors;
	readonly notDown: typeof whyNotDown;
	readonly whoIsOut: typeof askWhoIsOut;
	readonly drillRuns: typeof drillRuns;
}

/**
 * Finds out what is meant. Of machines only directors are asked: which has the VIP, where one of several is to be taken down, who could serve meanwhile, and
 * where a real server is to be, whether it gets clients and others do. Where a cluster has one director, or a service one real server, nobody could, and it is
 * what is rehearsed.
 *
 * @throws DeclarationError where it cannot be.
 * @throws RemoteError where a drill runs on the real server already, or no director can be asked.
 */
export async function planDrill(
	open: OpenStack,
	{ name, event, target }: Pick<Words, "name" | "event" | "target">,
	{ unit, service, url, from }: DrillOptions,
	questions: Questions = {
		active: activeDirectors,
		notDown: whyNotDown,
		whoIsOut: askWhoIsOut,
		drillRuns,
	},
): Promise<PlannedDrill> {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`stack ${open.stack.name}`, [{ path, message }]);
	if (unit !== undefined && event?.takesUnit === undefined)
		throw wrong("--unit", `${name} happens to no unit; leave it out`);
	const stage =
		event &&
		(await chooseMachine(open, { event, target, unit }, questions.active));
	const act = stage && event?.plan(stage);
	const asked = chooseLoad(open, {
		component: stage?.machine.component,
		service,
		given: url,
	});
	const client = clientOf(open, from, (known) =>
		wrong("--from", `no ${from}; there are ${known.join(", ")}`),
	);
	if (client === undefined) throw wrong("client", whyNoClient);
	if (stage === undefined || act === undefined || event === undefined)
		return { asked, client };
	const planned = { stage, act, asked, client };
	const problem =
		(await goingDown(open, event, planned, questions)) ??
		(await goingAway(open, event, planned, questions));
	if (problem !== undefined) throw wrong(problem.path, problem.message);
	return planned;
}

type Planned = Required<PlannedDrill>;

/** Why one of several directors must not go down with an event. */
async function goingDown(
	{ directors }: OpenStack,
	event: DrillEvent,
	{ stage, act }: Planned,
	{ notDown }: Questions,
): Promise<Problem | undefined> {
	if (event.takesDown)
		for (const down of goesDown(stage, act)) {
			const problem = await notDown(event, directors, down);
			if (problem !== undefined) return problem;
		}
	return undefined;
}

/** The directors of several that go down: with the whole machine each that it is, also where the event befalls it as a real server. */
function goesDown({ machine, roles = [] }: Stage, act: Act): Machine[] {
	return (act.by === "script" || roles.length === 0 ? [machine] : roles).filter(
		({ role, desired }) =>
			role === "director" && desired.failover !== undefined,
	);
}

/** Why a real server must not be taken away from clients by an event. */
async function goingAway(
	{ directors, realServers }: OpenStack,
	event: DrillEvent,
	{ stage, act, asked }: Planned,
	{ whoIsOut, drillRuns }: Questions,
): Promise<Problem | undefined> {
	for (const { name, component, desired } of goesAway(event, stage, act)) {
		const { ownAddress: address } = desired;
		if (address === undefined) continue;
		const isMeant =
			event.befalls === "real-server" && component === stage.machine.component;
		const message = whyNotTaken(
			await whoIsOut(directors.filter((each) => each.component === component)),
			{ name, address, asked: isMeant ? asked.service : undefined },
			(each) => realServerName(realServers, component, each),
		);
		if (message === undefined) continue;
		// what keeps it from serving may be a drill that was cut off
		if (act.by === "script" && (await drillRuns(stage.machine)))
			throw runsAlready(stage.machine, stage.machine.name);
		return { path: name, message };
	}
	return undefined;
}

/** The real servers that serve nobody meanwhile: of a whole machine, or of what its units serve, those of all its clusters. */
function goesAway(
	{ befalls, takesUnit }: DrillEvent,
	{ machine, roles = [] }: Stage,
	{ by }: Act,
): Machine[] {
	if (by === "script" && befalls !== "real-server") return [];
	const whole = (by !== "script" || takesUnit === true) && roles.length > 0;
	return (whole ? roles : [machine]).filter(
		({ role }) => role === "real-server",
	);
}
