import type { Desired, FileReader } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { hostLock, runDirectory } from "../model/run-directory.ts";
import type { Storage } from "../model/storage.ts";
import { clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { mountUnit } from "./mount-unit.ts";
import { neededPasses } from "./needed-passes.ts";
import { nfsPort } from "./nfs-port.ts";
import { renderTemplate } from "./template.ts";

/** Directories that are still locked as beneath a mount, but no longer have one. */
const former = "locked beneath former mounts";

/** How the directories are mounted; the unit's file says why. */
const mountOptions = "rw,hard,noatime,lookupcache=positive";

/**
 * The desired state of a real server that has the directories: mounts at boot, a watch that brings missing mounts back, and no way to write beneath a missing
 * mount. The web server does not wait for them.
 */
export function renderStorageMount(storage: Storage): Desired {
	const { name, server, owner } = storage;
	const directory = programDirectory(name);
	const ours = ownerOf({ component: name, role: "mount" });
	const mounts = storage.directories.map(({ path, source }) => ({
		path,
		source: `${server.address}:${source}`,
		unit: mountUnit(path),
	}));
	const options = mountOptions;
	const view = {
		...{ name, mounts, directory, owner, options, former },
		...{ kept: recordDirectory(ours), run: runDirectory(ours) },
		lock: hostLock,
	};
	const unit = `lvs-${name}-mount`;
	const file = (
		path: string,
		template: string,
		readBy: FileReader,
		{ mode = "644", values = {} } = {},
	) => ({
		path,
		content: renderTemplate(`mount/${template}`, { ...view, ...values }),
		mode,
		readBy,
	});
	const systemd = "etc/systemd/system";
	return formatDraft({
		packages: [familyName("nfs-client")],
		...neededPasses(
			clientPasses([
				{
					what: "the storage",
					at: server.address,
					port: nfsPort,
					from: "any port",
				},
			]),
			storage.openFilters,
		),
		files: [
			{
				...file(
					`${directory}/mount`,
					"usr/local/lib/pulumi-lvs/mount",
					"our script",
					{ mode: "755" },
				),
				restarts: unit,
			},
			...mounts.map((mount) =>
				file(`/${systemd}/${mount.unit}`, `${systemd}/mount`, "systemd", {
					values: mount,
				}),
			),
			{
				...file(
					`/${systemd}/${unit}.service`,
					`${systemd}/lvs-mount.service`,
					"systemd",
				),
				restarts: unit,
			},
		],
		units: [
			...mounts.map(
				(mount) => ({ unit: mount.unit, state: "enabled" }) as const,
			),
			{ unit, state: "enabled active" },
		],
		script: `${directory}/mount`,
		shared: Object.fromEntries(
			mounts.map(({ path, source, unit }) => [path, { source, unit }]),
		),
		sole: mounts.map(({ path }) => `the mount at ${path}`),
		conditions: {
			...Object.fromEntries(
				mounts.map(({ path, source }) => [`mounted ${path}`, source]),
			),
			[former]: "none",
		},
	});
}
