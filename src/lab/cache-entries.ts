import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { LabContext } from "./context.ts";
import { cacheHome, listLabDirectories } from "./directory.ts";
import { readLabState } from "./state.ts";

/** One thing in the cache that was built. */
export interface CacheEntry {
	readonly path: string;
	readonly kind: "image" | "template" | "pulumi" | "interrupted";
	/** Bytes on the disk. */
	readonly bytes: number;
	/** Names of the labs whose machines use it. */
	readonly usedBy: readonly string[];
}

/** Lists the contents of the cache, and which lab needs each part. Other files in that directory are not ours, and are left out. */
export function cacheEntries({ environment }: LabContext): CacheEntry[] {
	const home = cacheHome(environment);
	const labs = listLabDirectories(environment).flatMap(
		(directory) => readLabState(directory) ?? [],
	);
	let names: string[];
	try {
		names = readdirSync(home).sort();
	} catch {
		return [];
	}
	return names.flatMap((name): CacheEntry[] => {
		const kind = entryKind(name);
		const path = join(home, name);
		if (kind === undefined) return [];
		const usedBy = labs
			.filter(
				(lab) =>
					lab.image === path ||
					Object.values(lab.machines).some(({ template }) => template === path),
			)
			.map((lab) => lab.name);
		return [{ path, kind, bytes: diskUsage(path), usedBy }];
	});
}

/** The kind of a directory in the cache, by its name. */
export function entryKind(name: string): CacheEntry["kind"] | undefined {
	if (name.startsWith(".staging-")) return "interrupted";
	return (["image", "template", "pulumi"] as const).find((kind) =>
		new RegExp(`^${kind}-[0-9a-f.]+$`).test(name),
	);
}

/** Bytes on the disk, counted in blocks of 512 bytes: the disk images have holes, so their size says nothing. */
function diskUsage(path: string): number {
	return readdirSync(path, { recursive: true, encoding: "utf8" })
		.map((name) => statSync(join(path, name)).blocks * 512)
		.reduce((a, b) => a + b, 0);
}
