import type { Desired, FileReader } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import type { Storage } from "../model/storage.ts";
import { formatUsersThing } from "../model/users-data.ts";
import { formatDraft } from "./draft.ts";
import { neededPasses } from "./needed-passes.ts";
import { nfsPort } from "./nfs-port.ts";
import { serverPasses } from "./server-passes.ts";
import { renderTemplate } from "./template.ts";

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
		shared: Object.fromEntries(
			directories.map(({ source }) => [source, "exported"]),
		),
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
