import type { Desired } from "../model/desired.ts";
import type { FilesPlace } from "../model/files-place.ts";
import { formatUsersThing } from "../model/users-data.ts";

/** What a real server of an application says of the files of its users, for those who copy them. Those in a `SharedStorage` are that one's. */
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

/** In a few words, for what stays after a removal. */
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
