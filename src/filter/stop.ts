import type { Passage } from "../model/passage.ts";
import type { Place } from "./walk.ts";

/** By which devices packets come and go. Undefined: any. */
export interface Devices {
	readonly in: string | undefined;
	readonly out: string | undefined;
}

/** What must pass, and where it was stopped. */
export interface Stop extends Devices {
	readonly passage: Passage;
	/** The ports that were stopped, of the side that the passage names; none: any. */
	readonly ports: readonly number[];
	readonly place: Place;
}

/** The side that a passage's ports are on. */
export function portSide({ fromPorts }: Passage): "dport" | "sport" {
	return fromPorts === undefined ? "dport" : "sport";
}

/** The chain of the hook: a rule there comes before those of every chain that it jumps to. */
export function baseName({ place }: Stop): string {
	return place.trail[0] ?? place.chain.name;
}
