import { HalfDoneError, RemoteError } from "../../errors.ts";
import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { beforeOf } from "../kinds/actions.ts";
import type { Observed } from "../observed.ts";
import type { Step } from "../step.ts";
import { apply, StaleLook } from "./apply.ts";

/** How often we look and plan again when another operation has changed the host in between. */
export const rounds = 4;

/** Makes one change and looks after it. Undefined where another operation came between, so that nothing was done. */
export async function attempt(
	session: Session,
	owner: string,
	desired: Desired,
	steps: readonly Step[],
	observed: Observed,
): Promise<Observed | undefined> {
	let sent = false;
	try {
		for (const before of steps.map(beforeOf))
			if (before !== undefined) {
				sent = true;
				await before(session);
			}
		return await apply(session, owner, steps, observed, desired);
	} catch (error) {
		if (error instanceof StaleLook) return undefined;
		throw sent || hasChanged(error) ? new HalfDoneError(error as Error) : error;
	}
}

/** Whether a failed apply may have changed something on the host. */
export function hasChanged(error: unknown): boolean {
	return !(error instanceof RemoteError && error.beforeAnythingRan);
}

/** The error where other operations kept changing the host between our look and our change. */
export function overtaken(host: string): RemoteError {
	return new RemoteError({
		host,
		doing: "apply",
		saw: `other operations changed the host ${rounds} times in between`,
		advice: "Run one operation at a time on this host.",
	});
}
