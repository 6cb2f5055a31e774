import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { observe } from "../look/observe.ts";
import type { Observed } from "../observed.ts";
import { knownReader } from "./known-reader.ts";

/**
 * Looks at a host; large files that hold what is declared are told by their digests.
 *
 * @param applied what was applied last, if that is known: files that still hold it are told so too.
 */
export function observeKnown(
	session: Session,
	owner: string,
	desired: Desired,
	applied?: Desired,
): Promise<Observed> {
	const reader = knownReader(owner, desired, { applied });
	return observe(session, owner, desired, reader);
}
