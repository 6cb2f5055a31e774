import type { Database } from "../model/database.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Draft } from "./draft.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/**
 * The user who reads how far a replica is behind: a user of the system that every family has, with only that right in the engine, and without a password.
 */
export const lagUser = "daemon";

/** The parts of a replica that tell health checks how far it is behind. Empty if no port is declared for it. */
export function lagPart({
	name,
	server,
	lagPort,
}: Database): Required<Pick<Draft, "files" | "units" | "serves">> {
	if (lagPort === undefined) return { files: [], units: [], serves: {} };
	const directory = programDirectory(name);
	const unit = `lvs-${name}-lag`;
	const view = {
		name,
		primary: server.address,
		lagPort,
		user: lagUser,
		directory,
	};
	const text = (template: string) =>
		renderTemplate(`replica/${template}`, view);
	return {
		files: [
			{
				path: `${directory}/lag`,
				content: text("usr/local/lib/pulumi-lvs/lag"),
				mode: "755",
				readBy: "others",
			},
			{
				path: `/etc/systemd/system/${unit}@.service`,
				content: text("etc/systemd/system/lvs-lag@.service"),
				mode: "644",
				readBy: "systemd",
			},
			{
				path: `/etc/systemd/system/${unit}.socket`,
				content: text("etc/systemd/system/lvs-lag.socket"),
				mode: "644",
				readBy: "systemd",
				restarts: `${unit}.socket`,
			},
		],
		units: [{ unit: `${unit}.socket`, state: "enabled active" }],
		serves: serves("socket", [lagPort]).serves ?? {},
	};
}
