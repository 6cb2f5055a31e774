import type { ConnectionSketch } from "./cluster-sketch.ts";
import { defaults } from "./defaults.ts";

/** Names the machine: "192.0.2.10:22", with the jumps if any. Undefined while a part of it is bad or unknown. */
export function machineOf({
	given,
	values,
}: ConnectionSketch): string | undefined {
	const { address, jump } = values;
	// one alias, one machine; which one only ssh_config knows
	const port =
		given.includes("port") || given.includes("sshConfig")
			? values.port
			: defaults.sshPort;
	if (address === undefined) return undefined;
	if (port === undefined && !given.includes("sshConfig")) return undefined;
	const last = `${address.toLowerCase()}${port === undefined ? "" : `:${port}`}`;
	if (!given.includes("jump")) return last;
	const gate = jump && machineOf(jump);
	return gate === undefined ? undefined : `${last} behind ${gate}`;
}
