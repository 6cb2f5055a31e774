import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** Directory -> checksum of the archive that we unpacked there, or `foreign` where it is somebody else's. */
export const archives: Fact<Record<string, string>> = {
	probe: ({ archives }) =>
		Object.keys(archives)
			.map(
				(directory) => sh`if [ -e ${marker(directory)} ]; then
	read -r sum <${marker(directory)}; echo "$sum" ${directory}
elif [ -e ${directory} ]; then echo foreign ${directory}; fi`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.map((line) => {
				const [sum = "", ...directory] = line.split(" ");
				return [directory.join(" "), sum];
			}),
		),
};

/** Names the archive that a directory came from. */
export function marker(directory: string): string {
	return `${directory}.lvs-archive`;
}
