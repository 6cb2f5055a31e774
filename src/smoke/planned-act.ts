import type { Act, LabAct, ScriptAct } from "../drill/act.ts";
import type { Machine } from "../drill/machine.ts";

/** An act on a machine, without the connection to that machine. */
export type PlannedAct = (
	| Omit<ScriptAct, "machine">
	| Omit<LabAct, "machine">
) & {
	/** Its name in the declaration. */
	readonly name: string;
	/** The key of its connection, see `hostKey`. */
	readonly host: string;
};

/** The key of a host of a cluster: `director/lb`. One machine may have two roles, and so two keys. */
export function hostKey({
	role,
	name,
}: Pick<Machine, "role" | "name">): string {
	return `${role}/${name}`;
}

/** An act as a state keeps it. */
export function plannedAct(
	{ machine: _, ...act }: Act,
	on: Machine,
): PlannedAct {
	return { ...act, name: on.name, host: hostKey(on) };
}
