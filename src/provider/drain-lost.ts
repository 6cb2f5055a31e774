import type { Desired } from "../model/desired.ts";
import { isKnown } from "./read-desired.ts";

/**
 * A real server that gets another address in place: directors know drains by address, and it may be drained because of this very work. A note for the preview.
 * Undefined: its address is the same.
 */
export function drainLost(
	name: string,
	before: Desired,
	now: Desired,
): string | undefined {
	if (!isKnown(before) || !isKnown(now)) return undefined;
	const [was, is] = [before.ownAddress, now.ownAddress];
	return was === undefined || is === undefined || was === is
		? undefined
		: `it has another address, ${is} in place of ${was}: to its directors it is another real server, and if it is drained (lvsctl drain) that ends; if it is to get no connections yet, declare weight: 0 for it, or let lvsctl drain ${name} follow right after`;
}
