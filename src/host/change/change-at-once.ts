import { HalfDoneError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { layersFiles } from "../director-files.ts";
import { localise } from "../kinds/localise.ts";
import { smallChange } from "../large/small-change.ts";
import { noGeneration } from "../lock.ts";
import type { Observed } from "../observed.ts";
import { apply, StaleLook, StepError } from "./apply.ts";
import { hasChanged } from "./attempt.ts";

/** What Pulumi's state says about a host. */
export interface Applied extends Pick<Observed, "family" | "generation"> {
	readonly desired: Desired;
}

/**
 * Makes a small change without a look before it. `observed` is undefined where another operation of ours came between, or where a rule was missing. In the
 * second case some lines may already have been changed. Then the caller must look.
 *
 * @throws HalfDoneError where the connection was lost and something may have been changed.
 */
export async function changeAtOnce(
	session: Session,
	owner: string,
	desired: Desired,
	last: Applied | undefined,
): Promise<{ readonly observed?: Observed; readonly changed: boolean }> {
	if (last === undefined || last.generation === noGeneration)
		return { changed: false };
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
			// while a real server is drained, or fails its check, its weight is not the declared one
			{ unless: layersFiles(owner) },
		);
		return { observed, changed: true };
	} catch (error) {
		if (error instanceof StaleLook) return { changed: false };
		if (error instanceof StepError) return { changed: true };
		throw hasChanged(error) ? new HalfDoneError(error as Error) : error;
	}
}
