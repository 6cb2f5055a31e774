import type { Leaf } from "./leaf.ts";
import { readPort } from "./leaves.ts";

/** Ports, each once, at least one. */
export function readPortList(
	list: readonly unknown[],
): Leaf<readonly number[]> {
	if (list.length === 0)
		return { problem: "empty; name a port, like [80], or leave it out" };
	const ports: number[] = [];
	for (const each of list) {
		const port = readPort(each);
		if ("problem" in port) return port;
		if (ports.includes(port.value))
			return { problem: `port ${port.value} is named twice` };
		ports.push(port.value);
	}
	return { value: ports };
}
