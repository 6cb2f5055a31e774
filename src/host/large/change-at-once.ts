import { HalfDoneError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { apply, StaleLook, StepError } from "../change/apply.ts";
import { hasChanged } from "../change/attempt.ts";
import { localise } from "../kinds/localise.ts";
import { drainedFile } from "../look/facts/drained.ts";
import type { Observed } from "../observed.ts";
import { smallChange } from "./small-change.ts";

/** What state says of a host. */
export interface Applied extends Pick<Observed, "family" | "generation"> {
	readonly desired: Desired;
}

/**
 * A small change without a look before, where no other operation of ours came between. Nothing is observed where that is not
 * so, or the host is not as it was left (some lines may have been changed then): a look says what there is.
 *
 * @throws HalfDoneError where the host was lost, and something may have been changed.
 */
export async function changeAtOnce(
	session: Session,
	owner: string,
	desired: Desired,
	last: Applied | undefined,
): Promise<{ readonly observed?: Observed; readonly changed: boolean }> {
	if (last === undefined || last.generation === "") return { changed: false };
	const { family, generation } = last;
	const steps = smallChange(
		localise(last.desired, family),
		localise(desired, family),
	);
	if (steps === undefined) return { changed: false };
	try {
		const observed = await apply(
			session,
			owner,
			steps,
			{ family, generation, ipvs: new Map() },
			desired,
			// a weight may be other than declared while somebody drains
			{ unless: drainedFile(owner) },
		);
		return { observed, changed: true };
	} catch (error) {
		if (error instanceof StaleLook) return { changed: false };
		if (error instanceof StepError) return { changed: true };
		throw hasChanged(error) ? new HalfDoneError(error as Error) : error;
	}
}
