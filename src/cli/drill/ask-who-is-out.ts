import { whoIsOut } from "../../host/operations/who-is-out.ts";
import type { Asked } from "../../host/out-already.ts";
import { ownerOf } from "../../model/owner.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { isAway, onEach } from "../stack/on-each.ts";

/** Asks directors which real servers get no new connections. One that is away is left out. @throws RemoteError if none can be reached. */
export async function askWhoIsOut(
	directors: readonly HostInputs[],
): Promise<Asked[]> {
	const asked = await onEach(directors, async (director, session) => ({
		name: director.name,
		desired: director.desired,
		out: await whoIsOut(session, ownerOf(director), director.desired),
	}));
	return asked.flatMap((each) => (isAway(each) ? [] : [each]));
}
