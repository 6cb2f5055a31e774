import type { HostInputs } from "./host-inputs.ts";

/** Id of a resource -> its inputs on another machine, of resources whose old machine must let go before that one is set up. */
const coming = new Map<string, HostInputs>();

/**
 * Notes where a resource is moved to. The removal on the old machine is told nothing of the new one, and must know it: where the new one would be
 * refused, the old one stays. The engine asks for the difference first, in this process, which serves the whole operation.
 */
export function noteSuccessor(id: string, inputs: HostInputs): void {
	coming.set(id, inputs);
}

/** What was noted, once. */
export function takeSuccessor(id: string): HostInputs | undefined {
	const inputs = coming.get(id);
	coming.delete(id);
	return inputs;
}
