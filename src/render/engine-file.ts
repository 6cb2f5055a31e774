import type { Database } from "../model/database.ts";
import { plainSetting } from "../model/engine-settings.ts";
import { familyName, hostText } from "../model/host-text.ts";
import type { DraftFile } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * The file of settings of an engine.
 *
 * @param ours what nobody else decides.
 * @param usual what a user's settings come before.
 */
export function engineFile(
	{ name, dataDirectory, maxConnections, settings }: Database,
	ours: Readonly<Record<string, string>>,
	usual: Readonly<Record<string, string>>,
): DraftFile {
	const declared = Object.keys(settings).map(plainSetting);
	return {
		path: hostText`${familyName("mariadb-conf")}/99-lvs-${name}.cnf`,
		content: renderTemplate("database/etc/lvs.cnf", {
			name,
			settings: Object.entries({
				...Object.fromEntries(
					Object.entries({
						"max-connections": String(maxConnections),
						...usual,
					}).filter(([key]) => !declared.includes(key)),
				),
				...settings,
				...ours,
				...(dataDirectory === undefined ? {} : { datadir: dataDirectory }),
			}).map(([key, value]) => ({ key, value })),
		}),
		mode: "644",
		readBy: "others",
		restarts: "mariadb",
		test: "settings_of_mariadb",
	};
}
