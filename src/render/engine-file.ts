import type { Database } from "../model/database.ts";
import { plainSetting } from "../model/engine-settings.ts";
import { familyName, hostText } from "../model/host-text.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

export type EngineSettings = Readonly<Record<string, string>>;

/**
 * The settings of an engine, each by the name that our file has for it.
 *
 * @param ours settings that only we decide.
 * @param usual settings that the user's own replace.
 */
export function engineSettings(
	{ dataDirectory, maxConnections, settings }: Database,
	ours: Readonly<Record<string, string>>,
	usual: Readonly<Record<string, string>>,
): EngineSettings {
	const declared = Object.keys(settings).map(plainSetting);
	return {
		...Object.fromEntries(
			Object.entries({
				"max-connections": String(maxConnections),
				...usual,
			}).filter(([key]) => !declared.includes(key)),
		),
		...settings,
		...ours,
		...(dataDirectory === undefined ? {} : { datadir: dataDirectory }),
	};
}

/** The file of settings of an engine. */
export function engineFile(
	{ name }: Database,
	settings: EngineSettings,
): DraftFile {
	return {
		path: hostText`${familyName("mariadb-conf")}/99-lvs-${name}.cnf`,
		content: renderTemplate("database/etc/lvs.cnf", {
			name,
			settings: Object.entries(settings).map(([key, value]) => ({
				key,
				value,
			})),
		}),
		mode: "644",
		readBy: "others",
		restarts: "mariadb",
		test: { by: "mariadb" },
	};
}
