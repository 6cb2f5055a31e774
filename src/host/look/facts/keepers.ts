import type { Keepers } from "../../found-director.ts";
import { keepersProbe, parseKeepers } from "../../keepers.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";

/** Looked at only on a director. */
export const keepers: Question<Keepers> = {
	onlyBefore: true,
	probe: ({ ipvs }) => (Object.keys(ipvs).length === 0 ? "" : keepersProbe),
	parse: ({ lines, ours = nothingOurs }) => parseKeepers(lines, ours),
};
