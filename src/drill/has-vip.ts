import { holdsVip } from "../model/holds-vip.ts";
import { hostPrefix } from "../model/written-address.ts";
import { runToEnd } from "../ssh/run-to-end.ts";
import type { Session } from "../ssh/session.ts";
import { sh } from "../ssh/shell.ts";

/** Whether a director has the VIP now. */
export async function hasVip(session: Session, vip: string): Promise<boolean> {
	const found = await runToEnd(
		session,
		sh`ip -o -4 address show to ${hostPrefix(vip)}`,
		{ doing: "look who has the VIP" },
	);
	return holdsVip(found.split("\n"));
}
