import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Environment } from "../../environment.ts";
import { cacheHome } from "../../lab/directory.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The directories that bin/lvsctl puts before PATH: those of the pinned Node of this checkout and of Pulumi in the cache, if they exist. */
export function toolPath(environment: Environment): string[] {
	const version = join(ROOT, "tools/pulumi/version");
	return [
		join(ROOT, "node_modules/.bin"),
		...(existsSync(version)
			? [
					join(
						cacheHome(environment),
						`pulumi-${readFileSync(version, "utf8").trim()}`,
					),
				]
			: []),
	].filter((directory) => existsSync(directory));
}
