import type { Desired, FileReader } from "../model/desired.ts";
import { familyName, hostText, type Text } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Storage } from "../model/storage.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { serverPasses } from "./server-passes.ts";
import { renderTemplate } from "./template.ts";
import { mountUnit } from "./unit-name.ts";

/** The user id that owns all files: www-data of the Debian family. The NFS server writes in this user's name, whoever writes. */
const owner = 33;

/** NFSv4 needs no other. */
const nfsPort = 2049;

/** The desired state of the shared storage's server: NFSv4 alone, one export for each directory. */
export function renderStorageServer(storage: Storage): Desired {
	const { name, directories, clients, deleteData } = storage;
	const directory = programDirectory(name);
	const addresses = clients.map(({ address }) => address);
	const view = { name, owner, directories, addresses, deleteData };
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
				mode: "755",
				owner: `${owner}:${owner}`,
			})),
		],
		files: [
			file(`/etc/nfs.conf.d/lvs-${name}.conf`, "etc/nfs.conf", "others", {
				restarts: "nfs-server",
			}),
			file(`/etc/exports.d/lvs-${name}.exports`, "etc/exports", "others", {
				reloads: "nfs-server",
			}),
			file(
				`${directory}/storage`,
				"usr/local/lib/pulumi-lvs/storage",
				"our script",
				{ mode: "755" },
			),
		],
		units: [{ unit: "nfs-server", state: "enabled active" }],
		script: `${directory}/storage`,
		data: Object.fromEntries(
			directories.map((each) => [`directory ${each.name}`, each.source]),
		),
		conditions: Object.fromEntries(
			directories.flatMap(({ source }) =>
				addresses.map((address) => [`export ${source} ${address}`, "rw"]),
			),
		),
	});
}

/** The desired state of a real server that has the directories: mounts at boot, and no way to write beneath a missing mount. */
export function renderStorageMount(storage: Storage): Desired {
	const { name, server } = storage;
	const directory = programDirectory(name);
	const mounts = storage.directories.map(({ path, source }) => ({
		path,
		source: `${server.address}:${source}`,
		unit: mountUnit(path),
	}));
	const view = { name, mounts, directory };
	const unit = `lvs-${name}-mount`;
	const file = (
		path: Text,
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
	const dropIns = hostText`/${systemd}/${familyName("httpd")}.service.d`;
	return formatDraft({
		packages: [familyName("nfs-client")],
		directories: [{ path: dropIns, mode: "755", owner: "root:root" }],
		files: [
			file(
				`${directory}/mount`,
				"usr/local/lib/pulumi-lvs/mount",
				"our script",
				{ mode: "755" },
			),
			...mounts.map((mount) =>
				file(`/${systemd}/${mount.unit}`, `${systemd}/mount`, "systemd", {
					values: mount,
				}),
			),
			file(
				hostText`${dropIns}/lvs-${name}.conf`,
				`${systemd}/httpd.conf`,
				"systemd, as a drop-in",
			),
			file(
				`/${systemd}/${unit}.service`,
				`${systemd}/lvs-mount.service`,
				"systemd",
			),
		],
		units: [
			...mounts.map(
				(mount) => ({ unit: mount.unit, state: "enabled" }) as const,
			),
			{ unit, state: "enabled" },
		],
		script: `${directory}/mount`,
		sole: mounts.map(({ path }) => `the mount at ${path}`),
		conditions: Object.fromEntries(
			mounts.map(({ path, source }) => [`mounted ${path}`, source]),
		),
	});
}
