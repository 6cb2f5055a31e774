import type { Act } from "../../drill/act.ts";
import type { Stage } from "../../drill/stage.ts";
import { DeclarationError } from "../../errors.ts";
import { activeDirectors } from "../stack/active-directors.ts";
import { type Client, clientOf, whyNoClient } from "../stack/client-of.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { type Asked, chooseLoad } from "./choose-load.ts";
import { chooseMachine } from "./choose-machine.ts";
import type { DrillOptions } from "./drill-options.ts";
import type { Words } from "./read-words.ts";
import { whyNoHandOver } from "./why-no-hand-over.ts";

/** What a drill is about to do. */
export interface PlannedDrill {
	/** Where it happens, and what; undefined: it is `lvsctl up`. */
	readonly stage?: Stage;
	readonly act?: Act;
	readonly asked: Asked;
	readonly client: Client;
}

/**
 * Finds out what is meant. Of machines only directors are asked: which has the VIP, and where it is to be handed over, who could take it.
 *
 * @throws DeclarationError where it cannot be.
 */
export async function planDrill(
	open: OpenStack,
	{ event, target }: Pick<Words, "event" | "target">,
	{ unit, service, url, from }: DrillOptions,
	{ active, noHandOver } = {
		active: activeDirectors,
		noHandOver: whyNoHandOver,
	},
): Promise<PlannedDrill> {
	const wrong = (path: string, message: string) =>
		new DeclarationError(`stack ${open.stack.name}`, [{ path, message }]);
	const stage =
		event && (await chooseMachine(open, { event, target, unit }, active));
	const act = stage && event?.plan(stage);
	const problem =
		stage &&
		event?.handsOver &&
		(await noHandOver(open.directors, stage.machine));
	if (problem !== undefined) throw wrong(problem.path, problem.message);
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
