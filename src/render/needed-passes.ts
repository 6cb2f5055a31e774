import type { Desired } from "../model/desired.ts";

/** The packets that filters must let through, and whether we open filters for them. Empty if no packets must pass. */
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
