import { equal } from "../host/equal.ts";
import { drainLost } from "./drain-lost.ts";
import {
	compared,
	type HostInputs,
	type HostOutputs,
	inputsOf,
} from "./host-inputs.ts";
import { lostMeanwhile } from "./lost-meanwhile.ts";
import { replacement } from "./replacement.ts";
import { splitMeanwhile } from "./split-meanwhile.ts";
import { noteSuccessor } from "./successors.ts";
import type { Difference, State } from "./verbs.ts";

/** What an update or a replacement of a host would be, and what is to be said of it. */
export function hostDiff(
	id: string,
	before: State<HostInputs, HostOutputs>,
	inputs: HostInputs,
): Difference {
	const how = replacement(before, inputs);
	if (how.oldFirst && how.replaces.includes("connection"))
		noteSuccessor(id, inputs);
	const was = inputsOf(before).desired;
	const ofRealServer =
		inputs.role === "real-server" && how.replaces.length === 0
			? [
					lostMeanwhile(was, inputs.desired),
					drainLost(inputs.name, was, inputs.desired),
				]
			: [];
	const split =
		inputs.role === "director" && how.replaces.length === 0
			? splitMeanwhile(inputs.name, was, inputs.desired)
			: [];
	return {
		changed:
			!equal(compared(before), compared(inputs)) ||
			isRenamed(before.stack, inputs.stack),
		...how,
		notes: [
			...how.notes,
			...ofRealServer.filter((note) => note !== undefined),
			...split,
		],
	};
}

/** Whether the stack has another name now. Its records on hosts must have it too, or a stack that gets the former name later would take them for its own. */
function isRenamed(was: string | undefined, is: string | undefined): boolean {
	return was !== undefined && is !== undefined && was !== is;
}
