import type { Desired } from "../model/desired.ts";

/** What filters must let through, and whether we open them for it. */
export function neededPasses(
	passes: NonNullable<Desired["passes"]>,
	openFilters: boolean,
): Pick<Desired, "passes" | "filters"> {
	return {
		passes,
		filters: openFilters
			? Object.fromEntries(
					Object.keys(passes).map((words) => [words, "let through"]),
				)
			: {},
	};
}
