import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { localise } from "../kinds/localise.ts";
import { observeKnown } from "../large/observe-known.ts";
import type { Bearer } from "../record.ts";
import { refuse } from "./refuse.ts";

/**
 * Looks at the machine that a role moves to, and changes nothing. It is no reason to refuse that the old machine still has the VIP, and what goes with it.
 *
 * @throws RemoteError where the role would be refused there.
 */
export async function refuseMove(
	session: Session,
	owner: string,
	desired: Desired,
	bearer: Bearer,
): Promise<void> {
	const observed = await observeKnown(session, owner, desired);
	refuse(
		session.host,
		localise(desired, observed.family),
		{ ...observed, vipHolder: undefined, movedHolders: {} },
		bearer,
	);
}
