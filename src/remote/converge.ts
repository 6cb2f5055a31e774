import { DriftError, HalfDoneError, RemoteError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";
import { localise } from "../model/family.ts";
import { apply, StaleLook, StepError } from "./apply.ts";
import { drainedFile } from "./facts/drained.ts";
import { type Observed, observe } from "./observe.ts";
import { plan } from "./plan.ts";
import { planRemoval, planResidue } from "./plan-removal.ts";
import { refuse } from "./refuse.ts";
import { sendArchive } from "./send-archive.ts";
import type { Session } from "./session.ts";
import { smallChange } from "./small-change.ts";
import { describe, type Step } from "./step.ts";
import { withDrains } from "./with-drains.ts";

/** How often a look may be overtaken by another operation. */
const rounds = 4;

/** A removal may beside that need a look after each of: a stop, a withdrawal by hand, the removal itself, what that left. */
const removalRounds = rounds + 4;

/**
 * Observe, plan, apply, observe and plan again. Success is an empty plan.
 *
 * @param last what was applied last, if that is known. A change of weights alone is then made at once, and looked at afterwards.
 * @throws RemoteError where the host cannot be reached, is not the one meant, or a step failed.
 * @throws DriftError where all steps were done and the host still differs.
 */
export async function converge(
	session: Session,
	owner: string,
	desired: Desired,
	last?: Applied,
): Promise<Observed> {
	const planned = (observed: Observed) =>
		plan(
			owner,
			withDrains(localise(desired, observed.family), observed.drained),
			observed,
		);
	let observed =
		(await changeAtOnce(session, owner, desired, last)) ??
		(await observe(session, owner, desired, last?.desired));
	let before: string[] = [];
	for (let round = 0; round < rounds; round++) {
		refuse(session.host, localise(desired, observed.family), observed);
		const steps = planned(observed);
		if (steps.length === 0) return observed;
		const explained = steps.map(explain);
		if (explained.join() === before.join())
			throw new HalfDoneError(new DriftError(session.host, explained));
		const after = await attempt(session, owner, desired, steps, observed);
		// what one change uncovered (a unit that systemd must read again) is done in a second one
		before = after === undefined ? [] : explained;
		observed = after ?? (await observe(session, owner, desired));
	}
	throw overtaken(session.host);
}

/** What state says of a host. */
export interface Applied extends Pick<Observed, "family" | "generation"> {
	readonly desired: Desired;
}

/**
 * A small change without a look before, where no other operation of ours came between; undefined where that is not so, or
 * the host is not as it was left: then a look says what there is.
 */
async function changeAtOnce(
	session: Session,
	owner: string,
	desired: Desired,
	last: Applied | undefined,
): Promise<Observed | undefined> {
	if (last === undefined || last.generation === "") return undefined;
	const { family, generation } = last;
	const steps = smallChange(
		localise(last.desired, family),
		localise(desired, family),
	);
	if (steps === undefined) return undefined;
	try {
		return await apply(
			session,
			owner,
			steps,
			{ family, generation, ipvs: {} },
			desired,
			// a weight may be other than declared while somebody drains
			{ unless: drainedFile(owner) },
		);
	} catch (error) {
		if (error instanceof StaleLook || error instanceof StepError)
			return undefined;
		throw new HalfDoneError(error as Error);
	}
}

/**
 * Returns the host to what the record on it says was found.
 *
 * @returns what is left of ours, with the reason; empty where nothing is.
 */
export async function withdraw(
	session: Session,
	owner: string,
	desired: Desired,
): Promise<string[]> {
	const first = await observe(session, owner, desired);
	const { record } = first;
	if (record === undefined) return [];
	let observed = first;
	for (let round = 0; round < removalRounds; round++) {
		const local = localise(desired, observed.family);
		const steps =
			observed.record === undefined
				? planResidue(local, observed, record)
				: planRemoval(owner, local, observed);
		if (steps.length === 0) return leftovers(local, first, observed);
		observed =
			(await attempt(session, owner, desired, steps, observed)) ??
			(await observe(session, owner, desired));
	}
	throw overtaken(session.host);
}

/** Undefined where another operation came between and nothing was done. */
async function attempt(
	session: Session,
	owner: string,
	desired: Desired,
	steps: readonly Step[],
	observed: Observed,
): Promise<Observed | undefined> {
	try {
		for (const step of steps)
			if (step.kind === "unpack") await sendArchive(session, step.archive);
		return await apply(session, owner, steps, observed, desired);
	} catch (error) {
		if (error instanceof StaleLook) return undefined;
		throw new HalfDoneError(error as Error);
	}
}

function leftovers(
	{ keeps }: Desired,
	{ record }: Observed,
	observed: Observed,
): string[] {
	if (record === undefined) return [];
	const installed = Object.entries(record.packages)
		.filter(([name, found]) => found === "missing" && observed.packages[name])
		.map(([name]) => `package ${name}: others may have come to need it`);
	const loaded = Object.entries(record.modules)
		.filter(
			([name, found]) =>
				found === "unloaded" && observed.modules[name] === "loaded",
		)
		.map(([name]) => `kernel module ${name}: still in use`);
	const directories = Object.entries(record.directories)
		.filter(
			([path, found]) =>
				found === "absent" && observed.directories[path] !== undefined,
		)
		.map(([path]) => `${path}: something is in it`);
	return [...installed, ...loaded, ...directories, ...keeps];
}

function explain(step: Step): string {
	return `${describe(step)}: ${step.because}`;
}

function overtaken(host: string): RemoteError {
	return new RemoteError({
		host,
		doing: "apply",
		saw: `other operations changed the host ${rounds} times in between`,
		advice: "Run one operation at a time on this host.",
	});
}
