import type { Act } from "./act.ts";
import type { Stage } from "./stage.ts";

/** One kind of failure that can be rehearsed. */
export interface DrillEvent {
	/** What happens, for `--list`. */
	readonly means: string;
	/** The kind of machine that it hits. If no director is named, `director` is the one that has the VIP. */
	readonly befalls: "real-server" | "director" | "nobody";
	/** Why it is only possible in labs. Undefined: it can be taken back on every machine. */
	readonly labsOnly?: string;
	/** The machine serves nobody while it lasts, or not all: where it is one of several directors, another one must be ready. Default: it goes on. */
	readonly takesDown?: true;
	/** Its end lets a director in, so one that is out already must not be put out by it. Default: it does not. */
	readonly letsIn?: true;
	/** It happens to a unit, which can be named. Default: to none. */
	readonly takesUnit?: true;
	/** @throws DeclarationError where it cannot happen there, with the reason. */
	plan(stage: Stage): Act;
}
