import type { Desired } from "../../model/desired.ts";
import type { Session } from "../../ssh/session.ts";
import { observe } from "../look/observe.ts";
import type { Observed } from "../observed.ts";
import { knownReader } from "./known-reader.ts";

/**
 * Looks at a host. Large files that still hold what is declared are recognised by their digests and not read.
 *
 * @param applied what was applied last, if that is known. Files that still hold it are recognised too.
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
