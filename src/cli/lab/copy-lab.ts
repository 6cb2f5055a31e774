import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { didYouMean } from "../../model/nearest.ts";
import { quote } from "../../model/quote.ts";
import { foundAt } from "../found-at.ts";
import { projectDependencies } from "../init/project-dependencies.ts";
import { readProject } from "../stack/read-project.ts";
import { table } from "../table.ts";
import { UsageError } from "../usage-error.ts";

/** The labs, in a checkout and in the package. */
const labs = fileURLToPath(new URL("../../../labs", import.meta.url));

function labNames(): string[] {
	return readdirSync(labs).sort();
}

/** Each lab and what it is about. */
export async function listLabs(): Promise<{ lab: string; about: string }[]> {
	return Promise.all(
		labNames().map(async (lab) => {
			const { description = "" } = await readProject(join(labs, lab));
			return { lab, about: description };
		}),
	);
}

export function formatLabs(labs: Awaited<ReturnType<typeof listLabs>>): string {
	return table(
		["lab", "about"],
		labs.map(({ lab, about }) => [lab, about]),
	);
}

/** A lab that was copied, and its new folder. */
export interface Copied {
	readonly lab: string;
	readonly folder: string;
	readonly files: readonly string[];
}

/** Copies a lab into a new folder, in which npm can install its dependencies. */
export function copyLab(name: string, folder: string): Copied {
	if (!labNames().includes(name))
		throw new UsageError(
			`no lab "${name}"${didYouMean(name, labNames())}; lvsctl lab new lists them`,
		);
	if (foundAt(folder) !== undefined)
		throw new UsageError(
			`${folder}: already here, and nothing was written; name another: lvsctl lab new ${name} FOLDER`,
		);
	try {
		cpSync(join(labs, name), folder, { recursive: true });
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		throw new UsageError(`${folder}: it cannot be written (${code})`);
	}
	for (const task of ["task.md", "task.zh.md"])
		writeFileSync(
			join(folder, task),
			// this text is for readers of a checkout
			readFileSync(join(folder, task), "utf8")
				.replaceAll("bin/lvsctl", "npx lvsctl")
				.replaceAll(new RegExp(`(lvsctl \\S+) labs/${name}`, "g"), "$1"),
		);
	writeFileSync(
		join(folder, "package.json"),
		`${JSON.stringify({ private: true, type: "module", ...projectDependencies() }, null, "\t")}\n`,
	);
	return { lab: name, folder, files: readdirSync(folder).sort() };
}

export function formatCopied({ folder }: Copied): string {
	return `written to ${folder}; what to do there is in ${folder}/task.md
next:
  cd ${quote(folder)} && npm install
  npx lvsctl up`;
}
