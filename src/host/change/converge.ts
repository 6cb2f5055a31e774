import { DriftError, HalfDoneError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { healthLines } from "../health-lines.ts";
import { explain } from "../kinds/actions.ts";
import { localise } from "../kinds/localise.ts";
import { observeKnown } from "../large/observe-known.ts";
import type { Observed } from "../observed.ts";
import type { Holder } from "../record.ts";
import { attempt, overtaken, rounds } from "./attempt.ts";
import { type Applied, changeAtOnce } from "./change-at-once.ts";
import { planDeclared } from "./plan-declared.ts";
import { refuse } from "./refuse.ts";
import { remarks } from "./remarks.ts";

export type Note = (line: string) => void;

/**
 * Observe, plan, apply, observe and plan again. Success is an empty plan.
 *
 * @param holder the resource that sets the role up.
 * @param last what was applied last, if that is known. If only weights differ from it, they are changed without a look before.
 * @param formerly the way by which the host was reached before, if it was another one.
 * @param note is called with each remark on the host, before the first change.
 * @throws RemoteError where nothing was changed: the host cannot be reached, is not the machine that was meant, or must not be touched.
 * @throws HalfDoneError where something was, or may have been, changed. Its cause tells why: a step failed, the connection was
 *   lost, or the host still differs after all steps were done (DriftError).
 */
export async function converge(
	session: Session,
	owner: string,
	desired: Desired,
	{
		holder,
		last,
		formerly,
		note = () => {},
	}: {
		readonly holder?: Holder;
		readonly last?: Applied | undefined;
		readonly formerly?: string | undefined;
		readonly note?: Note;
	} = {},
): Promise<Observed> {
	let { observed: after, changed } = await changeAtOnce(
		session,
		owner,
		desired,
		last,
	);
	try {
		let observed =
			after ?? (await observeKnown(session, owner, desired, last?.desired));
		let before: string[] = [];
		for (let round = 0; round < rounds; round++) {
			const local = localise(desired, observed.family);
			refuse(session.host, local, observed, holder ?? {});
			if (round === 0) remarks(local, observed).forEach(note);
			if (round === 0 && formerly !== undefined && !observed.record)
				note(
					`nothing of ours was here. If this is another machine than ${formerly}, what was set up there stays there`,
				);
			const steps = planDeclared(owner, desired, observed, holder);
			if (steps.length === 0) {
				// new checks have had time for their first result
				if (changed) healthLines(local, observed).forEach(note);
				return observed;
			}
			const explained = steps.map(explain);
			if (explained.join() === before.join())
				throw new DriftError(session.host, explained);
			after = await attempt(session, owner, desired, steps, observed);
			changed ||= after !== undefined;
			// A change can uncover more to do, e.g. a unit that systemd must read again. The next round does it.
			before = after === undefined ? [] : explained;
			observed = after ?? (await observeKnown(session, owner, desired));
		}
		throw overtaken(session.host);
	} catch (error) {
		// if a look fails or we refuse after a change, the host has been changed all the same
		throw changed && !(error instanceof HalfDoneError)
			? new HalfDoneError(error as Error)
			: error;
	}
}
