import { programDirectory } from "../model/program-directory.ts";
import type { Draft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/**
 * The scheduled tasks of WordPress, by a timer on every real server. WordPress itself would run them when somebody visits the site, and the visitor would wait.
 *
 * @param place where its code is, and the name of its configuration.
 */
export function wordPressCron(
	name: string,
	place: {
		readonly root: string;
		readonly host: string;
		readonly config: string;
	},
): Required<Pick<Draft, "files" | "units">> {
	const directory = programDirectory(name);
	const unit = `lvs-${name}-cron`;
	const text = (template: string) =>
		renderTemplate(`wordpress/${template}`, { ...place, name, directory });
	return {
		files: [
			{
				path: `${directory}/cron.php`,
				content: text("usr/local/lib/pulumi-lvs/cron.php"),
				mode: "644",
				readBy: "others",
			},
			{
				path: `/etc/systemd/system/${unit}.service`,
				content: text("etc/systemd/system/lvs-cron.service"),
				mode: "644",
				readBy: "systemd",
			},
			{
				path: `/etc/systemd/system/${unit}.timer`,
				content: text("etc/systemd/system/lvs-cron.timer"),
				mode: "644",
				readBy: "systemd",
				restarts: `${unit}.timer`,
			},
		],
		units: [{ unit: `${unit}.timer`, state: "enabled active" }],
	};
}
