import type { Problem } from "../errors.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { notComponent } from "./component-problem.ts";
import { comesLater } from "./inputs.ts";
import { isPlainObject } from "./object-or-empty.ts";
import type { SharedStorage } from "./shared-storage.ts";

/** Where an application's files are: in shared storage of this program, or shared by the user by other means. */
export type Shared = SharedStorage | "elsewhere";

/** The place of the files. */
export function placeOf(shared: Shared | undefined): FilesPlace {
	return shared === undefined
		? "here"
		: shared === "elsewhere"
			? "elsewhere"
			: "storage";
}

/** The storage of this program, if they are in one. */
export function storageOf(
	shared: Shared | undefined,
): SharedStorage | undefined {
	return typeof shared === "string" ? undefined : shared;
}

/**
 * What is wrong with the place of files that all real servers of an application must share. Files that only some of them share are missing on the others.
 *
 * @param key of the place in the declaration: `uploads`
 * @param directory that must be shared.
 */
export function notShared(
	key: string,
	directory: string,
	shared: unknown,
	realServers: unknown,
): Problem[] {
	const names = isPlainObject(realServers)
		? Object.keys(realServers as object)
		: [];
	const wrong = (message: string) => [{ path: key, message }];
	if (shared === "elsewhere") return [];
	if (shared === undefined)
		return names.length < 2
			? []
			: wrong(
					`missing: ${names.join(" and ")} would each have files of their own, and visitors would miss those of the others; declare a SharedStorage with ${directory} among its directories, or write "elsewhere" where you share it by other means`,
				);
	const other = notComponent(key, "SharedStorage", shared);
	if (other.length > 0) return other;
	const storage = shared as SharedStorage;
	// made by another copy of the package, which may be an earlier one
	const { realServers: having = names, paths = [directory] } = storage;
	const without = names.filter((name) => !having.includes(name));
	return [
		...(without.length === 0
			? []
			: wrong(
					`${without.join(", ")} ${without.length === 1 ? "is no real server" : "are no real servers"} of this shared storage, which has ${having.join(", ")}: files there would be missing on the others; name the same real servers in both`,
				)),
		...(paths.some((path) => comesLater(path) || path === directory)
			? []
			: wrong(
					`${directory} is none of the directories of this shared storage, which has ${paths.join(", ")}; add it there`,
				)),
	];
}
