import type { Reached } from "./machine.ts";

/** What a drill does, and how it is taken back. */
export type Act = ScriptAct | LabAct;

/** Something that a script does on a machine. */
export interface ScriptAct {
	readonly by: "script";
	readonly machine: Reached;
	/** Shell text that must succeed before anything is done; it prints on standard error what is missing. Default: there is none. */
	readonly check?: string;
	/** Shell text that begins the event. */
	readonly begin: string;
	/** Shell text that takes the event back; it can be run any number of times. */
	readonly end: string;
	/** Whether the event lasts until it is taken back. If not, it is over when `begin` has ended. */
	readonly lasts: boolean;
	/** What it does, after the name of the machine: `apache2 is stopped`. */
	readonly says: string;
	/** The command by which a person takes it back there. */
	readonly byHand: string;
}

/** Something that is done to a machine of a lab from outside. */
export interface LabAct {
	readonly by: "freeze" | "power";
	readonly machine: Reached;
	readonly lasts: true;
	readonly says: string;
}
