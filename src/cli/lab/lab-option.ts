import type { Command } from "commander";
import { CommanderError, Option } from "commander";
import type { FoundLab } from "../../lab/find-lab.ts";
import { findLab, requireLab } from "../../lab/find-lab.ts";
import { requireLabFolder } from "../require-folder.ts";

/** The option `-C, --lab FOLDER` of every verb that uses a running lab. */
export function labOption(): Option {
	return new Option(
		"-C, --lab <folder>",
		"folder of the lab, or its name",
	).default(".", "the current directory");
}

/** The lab of a folder, or of this name. Undefined if the folder has a lab that was not started. */
export function findAskedLab(asked: string): FoundLab | undefined {
	const lab = findLab(asked, process.env);
	if (lab === undefined) requireLabFolder(asked);
	return lab;
}

/** The running lab that was asked for. */
export function askedLab(options: { lab: string }): FoundLab {
	findAskedLab(options.lab);
	return requireLab(options.lab, process.env);
}

/** Refuses a machine that the lab does not have: the command was used wrongly. */
export function requireMachine(
	command: Command,
	{ state }: FoundLab,
	machine: string,
): void {
	if (Object.hasOwn(state.machines, machine)) return;
	const message = `the lab ${state.name} has no machine ${machine}; machines are ${Object.keys(state.machines).join(", ")}`;
	command.configureOutput().writeErr?.(`error: ${message}\n`);
	throw new CommanderError(2, "lvs.unknownMachine", message);
}
