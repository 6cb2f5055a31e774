import type { Act } from "./act.ts";
import type { Stage } from "./stage.ts";

/** One kind of failure that can be rehearsed. */
export interface DrillEvent {
	/** What happens, for `--list`. */
	readonly means: string;
	/** Whom it befalls. `director` is the one that has the VIP, where none is named. */
	readonly befalls: "real-server" | "director" | "nobody";
	/** Why it is for labs alone. Undefined: it can be taken back on every machine. */
	readonly labsOnly?: string;
	/** Another director is to take the VIP over as planned, so one must be ready. Default: it is a failure, and none need be. */
	readonly handsOver?: true;
	/** @throws DeclarationError where it cannot happen there, with the reason. */
	plan(stage: Stage): Act;
}
