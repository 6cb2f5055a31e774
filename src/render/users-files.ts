import type { Desired } from "../model/desired.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { formatUsersThing } from "../model/users-data.ts";

/** The part of a real server of an application about the files of its users, for copies. Files in a `SharedStorage` belong to that component. */
export function usersFiles(
	name: string,
	path: string,
	place: FilesPlace,
): Pick<Desired, "data" | "elsewhere"> {
	const what = formatUsersThing({ kind: "directory", name });
	switch (place) {
		case "here":
			return { data: { [what]: path } };
		case "elsewhere":
			return { elsewhere: { [what]: path } };
		case "storage":
			return {};
	}
}

/** A few words on what stays after a removal. */
export function filesStay(path: string, place: FilesPlace): string {
	switch (place) {
		case "here":
			return `in ${path}`;
		case "elsewhere":
			return "where they are shared";
		case "storage":
			return "in the shared storage";
	}
}
