import { accessSync, constants, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import type { Environment } from "../../environment.ts";
import { cacheHome } from "../../lab/directory.ts";
import { pulumiIsMissing } from "./pulumi-error.ts";

/** A program that does what `pulumi` does. */
export interface PulumiProgram {
	readonly path: string;
	/** The launcher of the npm package `pulumi`, which fetches the program at its first use. */
	readonly isLauncher: boolean;
}

/**
 * The pulumi that is used for a folder: the one on PATH, else one that a checkout has built, else the launcher that npm has installed for the folder. The
 * launcher comes last, though npx puts it first on PATH: it may have to fetch the program.
 *
 * @throws LabError if there is none
 */
export function findPulumi(
	folder: string,
	environment: Environment = process.env,
): PulumiProgram {
	const found = [
		...(environment.PATH ?? "").split(delimiter),
		...built(cacheHome(environment)),
		...above(resolve(folder)).map((one) => join(one, "node_modules/.bin")),
	].flatMap((directory) => {
		const path = join(directory, "pulumi");
		return directory !== "" && isExecutable(path)
			? [{ path, isLauncher: isLauncher(path) }]
			: [];
	});
	const best = found.find((one) => !one.isLauncher) ?? found[0];
	if (best === undefined) throw pulumiIsMissing();
	return best;
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function isLauncher(path: string): boolean {
	return /\/node_modules\/pulumi\/[^/]+\.js$/.test(realpathSync(path));
}

/** Where script/setup of a checkout puts it, the newest first. */
function built(cache: string): string[] {
	try {
		return readdirSync(cache)
			.filter((name) => /^pulumi-\d/.test(name))
			.sort((one, other) => other.localeCompare(one, "en", { numeric: true }))
			.map((name) => join(cache, name));
	} catch {
		return [];
	}
}

function above(folder: string): string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...above(parent)];
}
