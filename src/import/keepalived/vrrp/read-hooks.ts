import { lineOf, type Notes, refuse } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { Place } from "../../script/read-script.ts";
import { commandOf } from "../command-of.ts";
import type { Settings } from "../sort-out.ts";
import { hookWords, tellExample } from "./instance-words.ts";

/** The word with which the program of `failover.tell` is called -> keepalived's word for it. */
export const roles = {
	active: "MASTER",
	standby: "BACKUP",
	fault: "FAULT",
} as const;

/** A program that keepalived runs when a director gets or loses its addresses. */
export interface Hook extends Place {
	/** The words of its command, including keepalived's own arguments. Undefined: it is not run then. */
	readonly commands: Partial<
		Readonly<Record<keyof typeof roles, readonly string[]>>
	>;
	readonly owner: Owner;
	/** Whether the configuration says that root runs it. If not, it is keepalived_script, where a machine has such a user. */
	readonly asRoot: boolean;
}

/** The instance or group whose change it is. */
interface Owner {
	readonly kind: "INSTANCE" | "GROUP";
	readonly name: string;
	/** The name that keepalived gives to a program. */
	readonly priority: string;
}

/** Reads the programs of an instance or a group, in the order in which keepalived runs them. A program that root does not run is reported. */
export function readHooks(
	settings: Settings,
	owner: Owner,
	scriptUser: string | undefined,
	notes: Notes,
): Hook[] {
	return hookWords.flatMap((keyword) => {
		const [first, ...others] = settings
			.all(keyword)
			.filter(({ why }) => why === undefined);
		if (first === undefined) return [];
		for (const other of others)
			refuse(
				notes,
				other,
				`${lineOf(first)} says it already, and keepalived runs that one alone`,
			);
		const user = first.values[1] ?? scriptUser;
		const command = commandOf(first, user, {
			what: "a program of `failover.tell`",
			example: tellExample,
		});
		if (typeof command !== "string")
			return [
				{
					...placeOf(first),
					...{ owner, asRoot: user !== undefined },
					commands: commandsOf(keyword, command, owner),
				},
			];
		refuse(notes, first, command);
		return [];
	});
}

function commandsOf(
	keyword: (typeof hookWords)[number],
	command: readonly string[],
	{ kind, name, priority }: Owner,
): Hook["commands"] {
	switch (keyword) {
		case "notify_master":
			return { active: command };
		case "notify_backup":
			return { standby: command };
		case "notify_fault":
			return { fault: command };
		case "notify":
			return Object.fromEntries(
				Object.entries(roles).map(([role, state]) => [
					role,
					[...command, kind, name, state, priority],
				]),
			);
	}
}
