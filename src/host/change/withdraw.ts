import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { noSuchAddress } from "../address-note.ts";
import { foundKinds } from "../kinds/every-kind.ts";
import { localise } from "../kinds/localise.ts";
import { observeKnown } from "../large/observe-known.ts";
import type { Observed } from "../observed.ts";
import { type Holder, type HostRecord, holderBeside } from "../record.ts";
import { attempt, overtaken, rounds } from "./attempt.ts";
import { planRemoval, planResidue } from "./plan-removal.ts";

/** A removal makes up to four changes of its own, with a look after each: stop, withdraw by hand, remove, clear what is left. */
const removalRounds = rounds + 4;

/**
 * Returns the host to what the record on it says was found.
 *
 * @param token the token that the resource has in its state. If another resource has taken over the record since, the record belongs to that one.
 * @param moves whether another machine gets the addresses. Then addresses that were here before us go too: otherwise two machines would answer for them.
 * @returns what of ours stays on the host, each with the reason. Empty where nothing stays.
 */
export async function withdraw(
	session: Session,
	owner: string,
	desired: Desired,
	{
		token,
		moves = false,
	}: { readonly token?: string; readonly moves?: boolean } = {},
): Promise<string[]> {
	const look = () => observeKnown(session, owner, desired);
	const seen = (found: Observed) =>
		moves ? withoutFoundAddresses(found) : found;
	const first = seen(await look());
	const { record } = first;
	if (record === undefined) return [];
	const other = holderBeside(record, token);
	if (other !== undefined) return [leftTo(other)];
	let observed = first;
	for (let round = 0; round < removalRounds; round++) {
		const local = localise(desired, observed.family);
		const steps =
			observed.record === undefined
				? planResidue(owner, local, observed, record)
				: planRemoval(owner, local, observed);
		if (steps.length === 0) return leftovers(local, first, observed);
		observed = seen(
			(await attempt(session, owner, desired, steps, observed)) ??
				(await look()),
		);
	}
	throw overtaken(session.host);
}

/** As if none of our addresses had been here before us. */
export function withoutFoundAddresses(observed: Observed): Observed {
	const { record } = observed;
	if (record === undefined) return observed;
	const addresses = Object.fromEntries(
		Object.keys(record.addresses).map((address) => [address, noSuchAddress]),
	);
	return { ...observed, record: { ...record, addresses } };
}

function leftTo({ resource, stack }: Holder): string {
	const whose = stack === undefined ? "" : ` of stack ${stack}`;
	return `all of it: ${resource}${whose} holds it now`;
}

function leftovers(
	desired: Desired,
	{ record }: Observed,
	observed: Observed,
): string[] {
	if (record === undefined) return [];
	const left = foundKinds.flatMap(
		([name, kind]) =>
			kind.left?.(record[name], { ...observed, record }, desired) ?? [],
	);
	return [...left, ...rulesLeft(record), ...desired.keeps];
}

/** The rules that the table had before us. They stay as a change or a check of ours left them, as nobody noted how they were. */
function rulesLeft({ rulesBefore = [] }: HostRecord): string[] {
	const [first, ...others] = rulesBefore;
	return first === undefined
		? []
		: [
				`IPVS rule ${first}${others.length === 0 ? "" : ` and ${others.length} more`}: in the table before us; look at schedulers and weights, which may have changed`,
			];
}
