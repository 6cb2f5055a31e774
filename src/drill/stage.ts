import type { Machine } from "./machine.ts";

/** The facts for planning an event. */
export interface Stage {
	/** The place of the event: a machine in the role that the event is about. */
	readonly machine: Machine;
	/** The same machine in all its roles. Undefined: not all are known. */
	readonly roles?: readonly Machine[];
	/** Whether it is a machine of a lab of ours. */
	readonly lab: boolean;
	/** `--unit`. */
	readonly unit?: string;
}
