import { dirname } from "node:path";
import type { FindIncluded } from "./include.ts";

/** The configuration of a keepalived that runs. */
export interface Configuration {
	/** The path of its first file. */
	readonly path: string;
	readonly text: string;
	/** Finds the files that it includes, on the same host. */
	readonly find: FindIncluded;
}

/** Reads the answer to the configurationProbe. Undefined: it has no configuration. */
export function parseConfiguration(
	sections: ReadonlyMap<string, readonly string[]>,
): Configuration | undefined {
	const files = new Map(
		[...sections].flatMap(([name, lines]) =>
			name.startsWith("file ")
				? [[name.slice("file ".length), textOf(lines)] as const]
				: [],
		),
	);
	const [first] = files;
	if (first === undefined) return undefined;
	const [path, text] = first;
	return {
		...{ path, text },
		find(pattern, folder = dirname(path)) {
			const found = sections.get(`include ${folder}\t${pattern}`) ?? [];
			return found.length === 0
				? [{ name: pattern, problem: "no such file on the director" }]
				: found.map((file) => ({
						name: file,
						folder: dirname(file),
						text: files.get(file) ?? "",
					}));
		},
	};
}

function textOf(lines: readonly string[]): string {
	return lines
		.flatMap((line) => (line.startsWith("|") ? [line.slice(1)] : []))
		.join("\n");
}
