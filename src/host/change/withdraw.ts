import type { Desired } from "../../model/desired.ts";
import { localise } from "../../model/family.ts";
import type { Session } from "../../ssh/session.ts";
import { type Observed, observe } from "../look/observe.ts";
import { attempt, overtaken, rounds } from "./attempt.ts";
import { planRemoval, planResidue } from "./plan-removal.ts";

/** A removal has up to four changes of its own, and looks after each: stop, withdraw by hand, remove, clear what is left. */
const removalRounds = rounds + 4;

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
