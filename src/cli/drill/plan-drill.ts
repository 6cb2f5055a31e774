import type { Act } from "../../drill/act.ts";
import type { Machine } from "../../drill/machine.ts";
import type { Stage } from "../../drill/stage.ts";
import { DeclarationError } from "../../errors.ts";
import { activeDirectors } from "../stack/active-directors.ts";
import { type Client, clientOf, whyNoClient } from "../stack/client-of.ts";
import type { OpenStack } from "../stack/open-stack.ts";
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

/**
 * Finds out what is meant. Of machines only directors are asked: which has the VIP, and where one of several is to be taken down, who could serve
 * meanwhile. Where a cluster has one director, nobody could, and it is what is rehearsed.
 *
 * @throws DeclarationError where it cannot be.
 */
export async function planDrill(
	open: OpenStack,
	{ name, event, target }: Pick<Words, "name" | "event" | "target">,
	{ unit, service, url, from }: DrillOptions,
	{ active, notDown } = {
		active: activeDirectors,
		notDown: whyNotDown,
	},
): Promise<PlannedDrill> {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`stack ${open.stack.name}`, [{ path, message }]);
	if (unit !== undefined && event?.takesUnit === undefined)
		throw wrong("--unit", `${name} happens to no unit; leave it out`);
	const stage =
		event && (await chooseMachine(open, { event, target, unit }, active));
	const act = stage && event?.plan(stage);
	if (event?.takesDown && act !== undefined && stage !== undefined)
		for (const down of goesDown(stage, act)) {
			const problem = await notDown(event, open.directors, down);
			if (problem !== undefined) throw wrong(problem.path, problem.message);
		}
	const asked = chooseLoad(open, {
		component: stage?.machine.component,
		service,
		given: url,
	});
	const client = clientOf(open, from, (known) =>
		wrong("--from", `no ${from}; there are ${known.join(", ")}`),
	);
	if (client === undefined) throw wrong("client", whyNoClient);
	return {
		asked,
		client,
		...(stage === undefined || act === undefined ? {} : { stage, act }),
	};
}

/** The directors of several that go down: with the whole machine each that it is, also where the event befalls it as a real server. */
function goesDown({ machine, roles = [] }: Stage, act: Act): Machine[] {
	return (act.by === "script" || roles.length === 0 ? [machine] : roles).filter(
		({ role, desired }) =>
			role === "director" && desired.failover !== undefined,
	);
}
