import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { events } from "../../drill/events.ts";
import { findLab } from "../../lab/find-lab.ts";
import { hasProgram } from "../require-folder.ts";
import { deployed } from "../stack/deployed.ts";
import { settingsIn } from "../stack/settings-in.ts";
import { stackOf } from "../stack/stack-of.ts";
import type { Source, Typed } from "./offered.ts";

/** The folder comes after the word that is asked for, so it is not known yet. */
const here = ".";

/** The words for arguments and options, by their names. Words that cannot be looked up are not offered: nobody reads an error at a tab. */
export const sources: Readonly<Record<string, Source>> = {
	folder: async () => programs(),
	lab: async () => programs(),
	rules: "files",
	identity: "files",
	knownHosts: "files",
	write: "files",
	stack: quietly(async () => [...(await settingsIn(here)).keys()]),
	realServer: quietly(async (typed) =>
		(await deployedFor(typed)).realServers.map(({ name }) => name),
	),
	// the only director of a cluster cannot hand over to another one
	director: quietly(async (typed) =>
		(await deployedFor(typed)).directors
			.filter(({ desired }) => desired.failover !== undefined)
			.map(({ name }) => name),
	),
	host: quietly(async (typed) =>
		(await deployedFor(typed)).hosts.map(({ name }) => name),
	),
	// the machines that the event can hit, after the first word of lvsctl drill
	happening: async ({ operands: [group = ""] }) =>
		Object.keys(events[group] ?? {}),
	machine: quietly(async ({ values }) =>
		Object.keys(
			findLab(values.get("lab") ?? ".", process.env)?.state.machines ?? {},
		),
	),
};

function quietly(look: Exclude<Source, "files">): Source {
	return async (typed) => {
		try {
			return [...new Set(await look(typed))].sort();
		} catch {
			return [];
		}
	};
}

async function deployedFor({ values }: Typed) {
	return deployed(await stackOf(here, values.get("stack")));
}

/** Folders with a lab or a Pulumi program: the current one, its children, and those in its `labs`. */
function programs(): string[] {
	const within = (parent: string) =>
		existsSync(parent)
			? readdirSync(parent, { withFileTypes: true })
					.filter((entry) => entry.isDirectory())
					.map(({ name }) => join(parent, name))
			: [];
	return [".", ...within("."), ...within("labs")].filter(
		(folder) => existsSync(join(folder, "lab.ts")) || hasProgram(folder),
	);
}
