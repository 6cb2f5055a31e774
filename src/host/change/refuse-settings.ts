import { defaults } from "../../model/defaults.ts";
import type { Desired } from "../../model/desired.ts";
import { plainSetting } from "../../model/engine-settings.ts";
import { settingMeans } from "../../model/setting-means.ts";
import type { WrittenSetting } from "../found-applications.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";
import { handsOver } from "./refuse-others.ts";

/** Refuses a setting to which the operator's own files give another value. */
export function settingsOfOthers(
	desired: Desired,
	seen: Pick<Observed, "engine" | "files">,
): Reason[] {
	const present = presentSettings(desired, seen);
	return Object.entries(desired.engine?.settings ?? {}).flatMap(
		([name, value]) => {
			const theirs = seen.engine.written.findLast((each) => each.name === name);
			return theirs === undefined ||
				// the settings of other components matter to nobody in an engine where only we have users
				ofConnections.includes(name) ||
				present.get(name) === value ||
				settingMeans(theirs.value) === settingMeans(value)
				? []
				: [told(theirs, value)];
		},
	);
}

/**
 * Refuses a setting to which a component of another stack gives another value in the same engine: only the file whose name comes last would hold. Two
 * components of one program are compared before, and both may change in one `up`.
 */
export function settingsOfNeighbours(
	{ engine }: Desired,
	{ neighbours, ...seen }: Pick<Observed, "engine" | "neighbours">,
	stack: string | undefined,
): Reason[] {
	if (engine?.settings === undefined) return [];
	const ours = withDefaults(Object.entries(engine.settings));
	return Object.entries(neighbours.fileOwners).flatMap(([path, owner]) => {
		const lines = seen.engine.besides.filter(({ place }) =>
			place.startsWith(`${path}:`),
		);
		if (lines.length === 0 || handsOver(owner, neighbours, stack)) return [];
		const theirs = withDefaults(lines.map(({ name, value }) => [name, value]));
		const [both] = [...ours].filter(
			([name, value]) =>
				settingMeans(theirs.get(name) ?? value) !== settingMeans(value),
		);
		if (both === undefined) return [];
		const [name, value] = both;
		return [
			{
				saw: `${owner} has this engine too, with ${name.replaceAll("-", "_")} ${theirs.get(name)} (${path}), and this component would set it to ${value}: it cannot have both`,
				advice: "Write the same in both, or take another machine.",
			},
		];
	});
}

/** Adds the values that an engine has where its file does not set them, and that it cannot have twice. */
function withDefaults(
	settings: readonly (readonly [string, string])[],
): Map<string, string> {
	return new Map([
		["port", String(defaults.databasePort)],
		["datadir", defaults.databaseDirectory],
		...settings,
	]);
}

const ofConnections = ["bind-address", "skip-name-resolve"];

/** What our file of settings says on the host, as an earlier change wrote it. Names without a value are left out. */
function presentSettings(
	{ files }: Desired,
	seen: Pick<Observed, "files">,
): ReadonlyMap<string, string> {
	const lines = Object.entries(files).flatMap(([path, { test }]) =>
		test?.by === "mariadb" ? (seen.files[path]?.content ?? "").split("\n") : [],
	);
	return new Map(
		lines.flatMap((line) => {
			const [, name, value = ""] = /^([a-z0-9_-]+)=(.*)$/.exec(line) ?? [];
			return name === undefined ? [] : [[plainSetting(name), value]];
		}),
	);
}

function told({ place, name, value }: WrittenSetting, ours: string): Reason {
	const key = name.replaceAll("-", "_");
	return {
		saw: `${place} sets ${key} to ${value || "its default"}, and this component would set it to ${ours}`,
		advice:
			name === "max-connections"
				? `Take it out there, or write settings: { ${key}: "${value}" }.`
				: "Take it out there, or out of the declaration.",
	};
}
