import type { HostInputs } from "./host-inputs.ts";

/** Id of a resource -> its inputs on another machine, for resources whose old machine must give up its role before the new one is set up. */
const coming = new Map<string, HostInputs>();

/**
 * Notes the new machine of a resource. The removal on the old machine does not get the new inputs, and needs them: if the new machine would be refused, the old
 * one stays. The engine asks for the difference first, in this process, which serves the whole operation.
 */
export function noteSuccessor(id: string, inputs: HostInputs): void {
	coming.set(id, inputs);
}

/** Returns what was noted, once. */
export function takeSuccessor(id: string): HostInputs | undefined {
	const inputs = coming.get(id);
	coming.delete(id);
	return inputs;
}
