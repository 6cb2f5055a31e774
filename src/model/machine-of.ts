import type { ConnectionSketch } from "./cluster-sketch.ts";

/** Names the machine: "192.0.2.10:22", with the jumps if any. Undefined while a part of it is bad or unknown. */
export function machineOf({
	given,
	values,
}: ConnectionSketch): string | undefined {
	const { address, port, jump } = values;
	if (address === undefined || port === undefined) return undefined;
	const last = `${address.toLowerCase()}:${port}`;
	if (!given.includes("jump")) return last;
	const gate = jump && machineOf(jump);
	return gate === undefined ? undefined : `${last} behind ${gate}`;
}
