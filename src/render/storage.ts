import type { Desired, FileReader } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory, runRoot } from "../model/run-directory.ts";
import type { Storage } from "../model/storage.ts";
import { formatUsersThing } from "../model/users-data.ts";
import { clientPasses } from "./client-passes.ts";
import { formatDraft } from "./draft.ts";
import { mountUnit } from "./mount-unit.ts";
import { neededPasses } from "./needed-passes.ts";
import { serverPasses } from "./server-passes.ts";
import { renderTemplate } from "./template.ts";

/** NFSv4 needs no other port. */
const nfsPort = 2049;

/** How long the export of a real server that leaves may stay open: its director is only changed later in the same `up`. */
const leaveSeconds = 300;

const left = "exports of real servers that left";
const inTime = `closed, ${leaveSeconds} seconds after them at the latest`;

/** The desired state of the shared storage's server: only NFSv4, one export for each directory. */
export function renderStorageServer(storage: Storage): Desired {
	const { name, directories, clients, owner, deleteData } = storage;
	const directory = programDirectory(name);
	const ours = ownerOf({ component: name, role: "storage" });
	const addresses = clients.map(({ address }) => address);
	const script = `${directory}/storage`;
	const dropIns = "/etc/systemd/system/nfs-server.service.d";
	const view = {
		...{ name, owner, directories, addresses, deleteData, script },
		...{ left, inTime, leaveSeconds },
		...{ kept: recordDirectory(ours), run: runDirectory(ours) },
		options: `rw,sync,no_subtree_check,root_squash,anonuid=${owner},anongid=${owner}`,
	};
	const file = (
		path: string,
		template: string,
		readBy: FileReader,
		more: object,
	) => ({
		path,
		content: renderTemplate(`storage/${template}`, view),
		mode: "644",
		readBy,
		...more,
	});
	return formatDraft({
		ownAddress: storage.server.address,
		...neededPasses(
			serverPasses(
				{ address: storage.server.address, ports: [nfsPort] },
				addresses,
			),
			storage.openFilters,
		),
		packages: [familyName("nfs-server")],
		directories: [
			{ path: "/srv/lvs", mode: "755", owner: "root:root" },
			{ path: `/srv/lvs/${name}`, mode: "755", owner: "root:root" },
			...directories.map(({ source }) => ({
				path: source,
				mode: "750",
				owner: `${owner}:${owner}`,
			})),
			{ path: dropIns, mode: "755", owner: "root:root" },
		],
		files: [
			file(`/etc/nfs.conf.d/lvs-${name}.conf`, "etc/nfs.conf", "others", {
				restarts: "nfs-server",
			}),
			// a reload will not do: it would at once close the exports that a real server which leaves still uses
			file(
				`/etc/exports.d/lvs-${name}.exports`,
				"etc/exports",
				"our script",
				{},
			),
			file(script, "usr/local/lib/pulumi-lvs/storage", "our script", {
				mode: "755",
			}),
			file(
				`${dropIns}/lvs-${name}.conf`,
				"etc/systemd/system/nfs-server.conf",
				"systemd, as a drop-in",
				{},
			),
		],
		units: [{ unit: "nfs-server", state: "enabled active" }],
		script,
		data: Object.fromEntries(
			directories.map((each) => [
				formatUsersThing({ kind: "directory", name: each.name }),
				each.source,
			]),
		),
		conditions: {
			...Object.fromEntries(
				directories.flatMap(({ source }) =>
					addresses.map((address) => [
						`export ${source} ${address}`,
						`rw, root is ${owner}`,
					]),
				),
			),
			[left]: inTime,
		},
	});
}

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
		lock: `${runRoot}/lock`,
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
		sole: mounts.map(({ path }) => `the mount at ${path}`),
		conditions: {
			...Object.fromEntries(
				mounts.map(({ path, source }) => [`mounted ${path}`, source]),
			),
			[former]: "none",
		},
	});
}
