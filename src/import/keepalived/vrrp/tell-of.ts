import { directorRoles } from "../../../host/found-director.ts";
import { isAbsolutePath } from "../../../model/path-leaves.ts";
import { caseScript } from "../case-script.ts";
import type { Hook, roles } from "./read-hooks.ts";

/** A program that does the work of keepalived's programs, and is called as `failover.tell` is. */
export interface Tell {
	readonly program: string;
	/** The message for the user about it. */
	readonly words: string;
}

/** @param path where a script is to be written, if one is needed */
export function tellOf(hooks: readonly Hook[], path: string): Tell {
	const root = `it runs as root${hooks.every(({ asRoot }) => asRoot) ? "" : ", and by keepalived as keepalived_script where a machine has that user"}; it has 30 seconds`;
	const same = programOf(hooks);
	if (same !== undefined)
		return {
			program: same,
			words: `${same} is called with one of ${directorRoles.join(", ")}, the cluster's name and the VIP, and by keepalived with the first alone; ${root}`,
		};
	const priorities = hooks.flatMap(({ owner, commands }) =>
		owner.kind === "INSTANCE" && Object.keys(commands).length > 1
			? [owner.priority]
			: [],
	);
	return {
		program: path,
		words: `write an executable script ${path} on each director, \`#!/bin/sh\` and \`${scriptOf(hooks)}\`; ${root}${priorities.length === 0 ? "" : `; ${[...new Set(priorities)].join(", ")} is the priority of this director, and others have another`}`,
	};
}

/** The program that all of them call with our words, and nothing else. */
function programOf(hooks: readonly Hook[]): string | undefined {
	const [path = ""] = hooks[0]
		? (Object.values(hooks[0].commands)[0] ?? [])
		: [];
	const calls = (word: keyof typeof roles) =>
		commandsOf(hooks, word).map((command) => command.join(" "));
	return isAbsolutePath(path) &&
		directorRoles.every((word) => calls(word).join("\n") === `${path} ${word}`)
		? path
		: undefined;
}

function scriptOf(hooks: readonly Hook[]): string {
	const cases = directorRoles.map((word) => ({
		word,
		commands: commandsOf(hooks, word),
	}));
	return caseScript(
		"$1",
		cases.filter(({ commands }) => commands.length > 0),
	);
}

function commandsOf(
	hooks: readonly Hook[],
	word: keyof typeof roles,
): (readonly string[])[] {
	return hooks.flatMap(({ commands }) => {
		const command = commands[word];
		return command === undefined ? [] : [command];
	});
}
