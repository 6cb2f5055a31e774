import { DeclarationError, type Problem } from "../../errors.ts";
import {
	becomesActive,
	letIn,
	takeOut,
} from "../../host/operations/failover.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { lookAt } from "../status/look-at.ts";
import { clustersOf, type Several } from "./clusters-of.ts";
import {
	type Decision,
	decideHandOver,
	decideStandBy,
	type Move,
} from "./decide-move.ts";
import { type Doing, makeMove } from "./make-move.ts";
import { oneByOne } from "./one-by-one.ts";
import type { Seen } from "./seen.ts";

/** The result of a move of one cluster's VIP. */
export interface HandedOver extends Pick<Move, "cluster" | "vip" | "from"> {
	/** The director that has it now. */
	readonly to: string;
	/** The director that stays out until the user ends that. */
	readonly out?: string;
}

/**
 * Hands the VIP over: to a named director, in each cluster of that director, else to the next one that is ready.
 *
 * @throws DeclarationError if there is no such director, or none that is ready. Then nothing was changed.
 */
export async function handOver(
	stack: OpenStack,
	to: string | undefined,
): Promise<HandedOver[]> {
	return moved(stack, to, decideHandOver);
}

/**
 * Takes a director out of every cluster that has it, so that it stays without the VIP. If it has the VIP, another director takes over.
 *
 * @throws DeclarationError if no other director is ready. Then nothing was changed.
 */
export async function standBy(
	stack: OpenStack,
	director: string,
): Promise<HandedOver[]> {
	return moved(stack, director, (all, name = director) =>
		decideStandBy(all, name),
	);
}

/** Ends `standBy`. Unless `preemptSeconds` is declared, the director takes the VIP from no other. @returns the director, once for each cluster. */
export async function endStandBy(
	stack: OpenStack,
	director: string,
): Promise<HostInputs[]> {
	const own = clusters(stack, director).flatMap(({ directors, named }) =>
		directors.filter(({ name }) => name === named),
	);
	await oneByOne(
		own.map((host) => ({ cluster: host.component, host })),
		({ host }) => doing.letIn(host),
		({ host }) => `${host.name} may have the VIP again`,
	);
	return own;
}

/** Decides for each cluster before anything is done in one of them. */
async function moved(
	stack: OpenStack,
	director: string | undefined,
	decide: (
		all: readonly (Seen & { host: HostInputs })[],
		named: string | undefined,
	) => Decision<HostInputs>,
): Promise<HandedOver[]> {
	const decided = await Promise.all(
		clusters(stack, director).map(async ({ directors, named }) =>
			decide(
				await Promise.all(
					directors.map(async (host) => ({
						host,
						found: await lookAt(host, { counts: false }),
					})),
				),
				named,
			),
		),
	);
	const problems = decided.flatMap((each) =>
		"refused" in each ? [each.refused] : [],
	);
	if (problems.length > 0) throw wrong(stack, problems);
	const moves = decided.flatMap((each) => ("refused" in each ? [] : [each]));
	await oneByOne(
		moves,
		(move) => makeMove(move, doing),
		({ to, vip }) => `${to.name} has ${vip} now`,
	);
	return moves.map(({ cluster, vip, from, to, out }) => ({
		...{ cluster, vip, from },
		to: to.name,
		...(out === undefined ? {} : { out }),
	}));
}

function clusters(
	stack: OpenStack,
	director: string | undefined,
): Several<HostInputs>[] {
	const found = clustersOf(stack.directors, director);
	if ("message" in found) throw wrong(stack, [found]);
	return found;
}

const doing: Doing<HostInputs> = {
	takeOut: (host) =>
		onHost(host, (session) => takeOut(session, host.component)),
	// a director that has become the only one has it at all times, and no script that could say so
	becomesActive: async (host) =>
		host.desired.failover === undefined
			? undefined
			: onHost(host, (session) => becomesActive(session, host.component)),
	letIn: (host) => onHost(host, (session) => letIn(session, host.component)),
};

function wrong(
	{ stack }: OpenStack,
	problems: readonly Problem[],
): DeclarationError {
	return new DeclarationError(`stack ${stack.name}`, problems);
}
