import type { Act, LabAct, ScriptAct } from "../drill/act.ts";
import type { Machine } from "../drill/machine.ts";

/** What is done to a machine, without how that is reached. */
export type PlannedAct = (
	| Omit<ScriptAct, "machine">
	| Omit<LabAct, "machine">
) & {
	/** Its name in the declaration. */
	readonly name: string;
	/** Where its connection stands, see `hostKey`. */
	readonly host: string;
};

/** The key of a host of a cluster: `director/lb`. One machine may be there in two roles. */
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
