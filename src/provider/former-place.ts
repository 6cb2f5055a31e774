import type { FormerData } from "../model/desired.ts";
import { machineLabel } from "../ssh/host-label.ts";
import { isAnotherMachine } from "./another-machine.ts";
import type { HostInputs } from "./host-inputs.ts";
import { isKnown } from "./read-desired.ts";

/** Id of a resource -> where its data lies, of resources that this process has seen replaced. */
const seen = new Map<string, FormerData>();

/**
 * Where users' data of a resource lay before it came to this machine, or to this name. A resource that is made anew is told nothing of the one
 * in whose place it comes, so this is its only way to know that there is data elsewhere.
 *
 * The engine asks twice where a resource is replaced, and hands over the former inputs the first time alone: what was found then is
 * remembered, in this process, which serves the whole operation. Later it stays in the inputs, so that no `up` finds a difference.
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
		// a state of an earlier version does not tell, and had the same directories
		data: desired.data ?? now.desired.data,
	};
	seen.set(id, found);
	return found;
}
