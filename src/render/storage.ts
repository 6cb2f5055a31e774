import {
	type Desired,
	type DesiredFile,
	type FileReader,
	nothing,
} from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Storage } from "../model/storage.ts";
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
		template: string,
		readBy: FileReader,
		more: Partial<DesiredFile>,
	): DesiredFile => ({
		content: renderTemplate(`storage/${template}`, view),
		mode: "644",
		readBy,
		...more,
	});
	return {
		...nothing,
		ownAddress: storage.server.address,
		passes: serverPasses(
			{ address: storage.server.address, ports: [nfsPort] },
			addresses,
		),
		packages: { "@nfs-server@": "installed" },
		directories: {
			"/srv/lvs": "755 root:root",
			[`/srv/lvs/${name}`]: "755 root:root",
			...Object.fromEntries(
				directories.map(({ source }) => [source, `755 ${owner}:${owner}`]),
			),
		},
		files: {
			[`/etc/nfs.conf.d/lvs-${name}.conf`]: file("etc/nfs.conf", "others", {
				restarts: "nfs-server",
			}),
			[`/etc/exports.d/lvs-${name}.exports`]: file("etc/exports", "others", {
				reloads: "nfs-server",
			}),
			[`${directory}/storage`]: file(
				"usr/local/lib/pulumi-lvs/storage",
				"our script",
				{ mode: "755" },
			),
		},
		units: { "nfs-server": "enabled active" },
		script: `${directory}/storage`,
		conditions: Object.fromEntries(
			directories.flatMap(({ source }) =>
				addresses.map((address) => [`export ${source} ${address}`, "rw"]),
			),
		),
	};
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
		template: string,
		readBy: FileReader,
		{ mode = "644", values = {} } = {},
	): DesiredFile => ({
		content: renderTemplate(`mount/${template}`, { ...view, ...values }),
		mode,
		readBy,
	});
	const systemd = "etc/systemd/system";
	return {
		...nothing,
		packages: { "@nfs-client@": "installed" },
		directories: { [`/${systemd}/@httpd@.service.d`]: "755 root:root" },
		files: {
			[`${directory}/mount`]: file(
				"usr/local/lib/pulumi-lvs/mount",
				"our script",
				{ mode: "755" },
			),
			...Object.fromEntries(
				mounts.map((mount) => [
					`/${systemd}/${mount.unit}`,
					file(`${systemd}/mount`, "systemd", { values: mount }),
				]),
			),
			[`/${systemd}/@httpd@.service.d/lvs-${name}.conf`]: file(
				`${systemd}/httpd.conf`,
				"systemd, as a drop-in",
			),
			[`/${systemd}/${unit}.service`]: file(
				`${systemd}/lvs-mount.service`,
				"systemd",
			),
		},
		units: {
			...Object.fromEntries(
				mounts.map((mount) => [mount.unit, "enabled" as const]),
			),
			[unit]: "enabled",
		},
		script: `${directory}/mount`,
		sole: mounts.map(({ path }) => `the mount at ${path}`),
		conditions: Object.fromEntries(
			mounts.map(({ path, source }) => [`mounted ${path}`, source]),
		),
	};
}
