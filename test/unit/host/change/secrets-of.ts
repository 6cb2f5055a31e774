import type { Desired } from "../../../../src/model/desired.ts";

/** A value for each secret that stands in a file. */
export function secretsOf({ files }: Desired): Record<string, string> {
	return Object.fromEntries(
		Object.values(files)
			.flatMap(({ content }) => [...content.matchAll(/@secret:([a-z0-9-]+)/g)])
			.map(([, name = ""]) => [name, `value of ${name}`]),
	);
}
