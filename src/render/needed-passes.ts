import type { Desired } from "../model/desired.ts";

/** What filters must let through, and whether we open them for it. Empty where nothing must pass. */
export function neededPasses(
	passes: NonNullable<Desired["passes"]>,
	openFilters: boolean,
): Partial<Pick<Desired, "passes" | "filters">> {
	if (Object.keys(passes).length === 0) return {};
	return {
		passes,
		filters: openFilters
			? Object.fromEntries(
					Object.keys(passes).map((words) => [words, "let through"]),
				)
			: {},
	};
}
