import type { FormerData } from "../model/desired.ts";
import { machineLabel } from "../ssh/host-label.ts";
import { isAnotherMachine } from "./another-machine.ts";
import type { HostInputs } from "./host-inputs.ts";
import { isKnown } from "./read-desired.ts";

/** Id of a resource -> where its data lies, for resources that this process has seen replaced. */
const seen = new Map<string, FormerData>();

/**
 * Where users' data of a resource lay before it moved to this machine, or got this name. A new resource gets no inputs of the one that it replaces, so this is
 * its only way to know that there is data elsewhere.
 *
 * If a resource is replaced, the engine asks twice, and passes the former inputs only the first time. So we remember what was found then, in this process,
 * which serves the whole operation. Later it stays in the inputs, so that no `up` finds a difference.
 *
 * @param before the former inputs. Undefined, or without a connection: there are none, or this is the second time.
 */
export function formerPlace(
	id: string,
	before: Partial<HostInputs> | undefined,
	now: HostInputs,
): FormerData | undefined {
	const { connection, desired, component, former } = before ?? {};
	if (connection === undefined || desired === undefined) return seen.get(id);
	if (!isKnown(now.desired) || now.desired.data === undefined) return former;
	const moved = isAnotherMachine({ connection, desired }, now);
	if (!moved && component === now.component) return former;
	const found = {
		...(moved ? { machine: machineLabel(connection) } : {}),
		// a state of an earlier version does not have them, and its directories were the same
		data: desired.data ?? now.desired.data,
	};
	seen.set(id, found);
	return found;
}
