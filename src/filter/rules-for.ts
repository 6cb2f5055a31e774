import type { Passage } from "../model/passage.ts";
import { richRules } from "./by-firewalld.ts";
import { ufwRules } from "./by-ufw.ts";
import type { Devices } from "./stop.ts";

/** The rule of every opening that may be made for a passage, of ufw and of firewalld, whichever of them is there. */
export function rulesFor(passage: Passage, devices: Devices): string[] {
	const ports = passage.fromPorts ?? passage.toPorts ?? [];
	return [...ufwRules(passage, ports, devices), ...richRules(passage, ports)];
}
