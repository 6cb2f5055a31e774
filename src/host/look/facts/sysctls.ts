import type { Fact } from "./fact.ts";

/** Sysctl -> value, for those that exist. */
export const sysctls: Fact<Record<string, string>> = {
	reads: ({ sysctls }) => Object.keys(sysctls).map(path),
	parse({ texts }, { sysctls }) {
		return Object.fromEntries(
			Object.keys(sysctls).flatMap((key) => {
				const text = texts.get(path(key));
				return text === undefined ? [] : [[key, text.trim()]];
			}),
		);
	},
};

function path(key: string): string {
	return `/proc/sys/${key.replaceAll(".", "/")}`;
}
