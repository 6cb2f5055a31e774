import type { ReadValue } from "./values.ts";

const states = ["all", "starting", "running", "stopping", "reloading"];

/** States with a comma between, or `none` alone. */
export const emailStatus: ReadValue = (written) => {
	const words = written.split(/\s*,\s*/);
	const bad = words.find((word) => word !== "none" && !states.includes(word));
	if (bad !== undefined)
		return {
			problem: `takes ${states.join(", ")} or none, and "${bad}" is none of them`,
		};
	return words.includes("none") && new Set(words).size > 1
		? { problem: "takes none alone" }
		: { value: written };
};
