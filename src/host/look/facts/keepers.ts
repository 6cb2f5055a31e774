import type { Keepers } from "../../found-director.ts";
import { configuredProbe, keepersProbe, parseKeepers } from "../../keepers.ts";
import { nothingOurs } from "../../ours.ts";
import type { Question } from "../../question.ts";

/** Looked at only on a director. */
export const keepers: Question<Keepers> = {
	onlyBefore: true,
	probe({ ipvs, packages }, family) {
		if (Object.keys(ipvs).length === 0) return "";
		// only packages of the Debian family start their units
		return family === "debian" && "keepalived" in packages
			? `${keepersProbe}\n${configuredProbe}`
			: keepersProbe;
	},
	parse: ({ lines, ours = nothingOurs }) => parseKeepers(lines, ours),
};
