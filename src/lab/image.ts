import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCached } from "./cache.ts";
import type { LabContext } from "./context.ts";
import { requireLabNeeds } from "./lab-needs.ts";
import { withProgress } from "./progress.ts";
import { runTool } from "./tool.ts";

/** The recipe of the image, in a checkout and in the package. */
const RECIPE = fileURLToPath(new URL("../../tools/lab-image", import.meta.url));

/** The name of the image's directory in the cache. It changes when any file of the recipe changes. */
export function imageName(): string {
	const hash = createHash("sha256");
	const files = readdirSync(RECIPE, {
		recursive: true,
		encoding: "utf8",
	}).sort();
	for (const file of files) {
		const path = join(RECIPE, file);
		if (!statSync(path).isFile()) continue;
		hash.update(`${relative(RECIPE, path)}\n`).update(readFileSync(path));
	}
	return `image-${hash.digest("hex").slice(0, 12)}`;
}

/**
 * The directory of the machines' image: disk.raw, vmlinux, initrd, key, host_key.pub. If the cache has none, it is built from
 * Debian packages, which takes about a minute.
 */
export async function ensureImage(context: LabContext): Promise<string> {
	return await ensureCached(context, imageName(), async (staging) => {
		requireLabNeeds(context.environment);
		let step = "keys";
		await withProgress(
			"lab image from Debian packages",
			65,
			(line) => context.report(`${line} (${step})`),
			() =>
				runTool(join(RECIPE, "build"), [staging], {
					environment: context.environment,
					onErrorLine: (line) => {
						if (!line.startsWith("step ")) return;
						step = line.slice(5);
						context.report(`lab image: ${step}`);
					},
					advice:
						"The lab's image could not be built. If a download failed, try again, or name another package source:\n  LAB_DEBIAN_MIRROR=http://MIRROR/debian lvsctl lab cache build",
				}),
		);
	});
}
