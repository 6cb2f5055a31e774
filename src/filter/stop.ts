import type { Passage } from "../model/passage.ts";
import type { Place } from "./walk.ts";

/** The devices by which packets come and go. Undefined: any. */
export interface Devices {
	readonly in: string | undefined;
	readonly out: string | undefined;
}

/** A passage that must be open, and the place where it was stopped. */
export interface Stop extends Devices {
	readonly passage: Passage;
	/** The ports that were stopped, on the side that the passage names; none: any. */
	readonly ports: readonly number[];
	readonly place: Place;
}

/** The side that a passage's ports are on. */
export function portSide({ fromPorts }: Passage): "dport" | "sport" {
	return fromPorts === undefined ? "dport" : "sport";
}

/** The chain of the hook: a rule there comes before the rules of every chain to which it jumps. */
export function baseName({ place }: Stop): string {
	return place.trail[0] ?? place.chain.name;
}
