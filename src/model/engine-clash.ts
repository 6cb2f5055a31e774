import type { EngineClaim } from "./claim.ts";
import { settingMeans } from "./setting-means.ts";

/** The settings that two databases want of one engine, and that it cannot both have. Undefined: there are none. */
export function engineClash(
	mine: EngineClaim,
	other: EngineClaim,
	owner: string,
): string | undefined {
	if (mine.isCopy || other.isCopy)
		return `the engine of this machine is already that of ${owner}, and a replica's has the copy of its database and nothing else; take another machine`;
	const [key] =
		Object.entries(mine.settings).find(
			([name, value]) =>
				settingMeans(other.settings[name] ?? value) !== settingMeans(value),
		) ?? [];
	if (key === undefined) return undefined;
	const [here, there] = [mine, other].map(({ settings }) => settings[key]);
	return key === "bind-address"
		? `the engine of this machine is already that of ${owner}, by the address ${there}, and listens at only one; write that address here`
		: `the engine of this machine is already that of ${owner}, with ${nameOf(key)} ${there}, and here it is ${here}: it cannot have both; write the same in both, or take another machine`;
}

/** The setting in the user's spelling. */
function nameOf(key: string): string {
	return key === "datadir" ? "dataDirectory" : key.replaceAll("-", "_");
}
