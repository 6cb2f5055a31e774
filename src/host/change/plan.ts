import type { Desired } from "../../model/desired.ts";
import { drainedFile } from "../director-files.ts";
import { equal } from "../equal.ts";
import { here } from "../here.ts";
import { everyKind } from "../kinds/every-kind.ts";
import { parseFileNote } from "../kinds/file-note.ts";
import type { Situation, Steps } from "../kinds/kind.ts";
import type { Observed } from "../observed.ts";
import type { Holder } from "../record.ts";
import type { Step } from "../step.ts";
import { droppedFrom, extendRecord } from "./extend-record.ts";
import { giveBack } from "./give-back.ts";
import { inOrder } from "./in-order.ts";
import { planFollowing } from "./plan-following.ts";

/**
 * The steps that bring a host from what was observed to what is desired, in the order in which they are applied. Empty where
 * nothing is left to do. It is pure, so the same function serves idempotence, drift and verification.
 *
 * @param desired in the names of the observed family.
 * @param holder the resource that sets the role up. Default: the one that the record names.
 */
export function plan(
	owner: string,
	desired: Desired,
	observed: Observed,
	holder?: Holder,
): Step[] {
	const situation = {
		owner,
		desired: here(desired, observed),
		observed,
		holder,
	};
	const dropped = planDropped(situation);
	const planned = everyKind.map(([, kind]) => kind.plan(situation));
	const changes = planned.map(({ steps = {} }) => steps);
	const following = planFollowing(
		situation,
		planned,
		inOrder([...dropped, ...changes]),
	);
	return inOrder([
		...dropped,
		planRecord(situation, inOrder([...changes, following])),
		...changes,
		following,
	]);
}

/** Returns to what was found everything that an earlier declaration wanted and this one does not (a page, a web server). */
function planDropped(situation: Situation): Steps[] {
	const { record } = situation.observed;
	return record === undefined
		? []
		: giveBack(droppedFrom(record, situation), situation, [
				"our unit",
				"steps",
			]);
}

/**
 * If this cluster had another name before, copies the note of drained real servers from the record of that name. Our unit reads the note when it loads the
 * rules, so the note must be there before.
 */
function drainsOf({ owner, desired, observed }: Situation): Step[] {
	const { services, drains } = observed.neighbours;
	const [from] = drains.filter((theirs) =>
		Object.keys(desired.ipvs).some((key) => services[key] === theirs),
	);
	return observed.record !== undefined || from === undefined
		? []
		: [
				{
					kind: "keep",
					path: drainedFile(from),
					as: drainedFile(owner),
					because: `what an operator drained in ${from} stays drained`,
				},
			];
}

/** If another role of ours has replaced a file, its record has the original. */
function originalOf(path: string, { neighbours }: Observed): string {
	const theirs = neighbours.files[path];
	return theirs === undefined ? path : (parseFileNote(theirs).original ?? path);
}

/** The steps that note what was found on the host, before anything is touched. */
function planRecord(situation: Situation, steps: readonly Step[]): Steps {
	const { owner, observed } = situation;
	const record = extendRecord(situation);
	const noted = observed.record;
	if (noted !== undefined) {
		// A record of an earlier version lets a look ask everything. That costs a little, and is no reason for a change.
		const asks = steps.length > 0 ? noted.asks : (noted.asks ?? record.asks);
		if (equal({ ...noted, asks }, record)) return {};
	}
	const originals = Object.entries(record.files).filter(
		([path, found]) =>
			parseFileNote(found).original !== undefined &&
			observed.record?.files[path] === undefined,
	);
	return {
		note: [
			...drainsOf(situation),
			...originals.map(
				([path, as]): Step => ({
					kind: "keep",
					path: originalOf(path, observed),
					as,
					because: "destroy puts it back",
				}),
			),
			{
				kind: "record",
				recordName: owner,
				record,
				rules: !equal(record.ipvs, observed.record?.ipvs ?? []),
				because:
					steps.length === 0
						? "the host was already as declared"
						: "destroy returns to it",
			},
		],
	};
}
