import { sh } from "../shell.ts";
import { type Fact, nothing } from "./fact.ts";

/** Sysctl -> value, for those that exist. */
export const sysctls: Fact<Record<string, string>> = {
	// one fork for all; the shell's own `read` asks byte by byte, and a sysctl answers only the first
	probe({ sysctls }) {
		const paths = Object.keys(sysctls).map(path);
		return paths.length === 0 ? nothing : sh`grep -sH . ${paths}`;
	},
	parse(lines, { sysctls }) {
		return Object.fromEntries(
			Object.keys(sysctls).flatMap((key) => {
				const start = `${path(key)}:`;
				const line = lines.find((line) => line.startsWith(start));
				return line === undefined ? [] : [[key, line.slice(start.length)]];
			}),
		);
	},
};

function path(key: string): string {
	return `/proc/sys/${key.replaceAll(".", "/")}`;
}
