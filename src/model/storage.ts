import * as z from "zod";
import { badEntries } from "./bad-entries.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import { leaf } from "./leaf.ts";
import { readBoolean, readWholeNumber } from "./leaves.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { readAbsolutePath } from "./path-leaves.ts";
import { missingHosts } from "./real-server-hosts.ts";
import { realServerSchema } from "./schema.ts";
import {
	type NamedServer,
	resolveServer,
	resolveServers,
	type Server,
	type ServerDeclaration,
	serverSchema,
} from "./server.ts";
import { records, shape } from "./shape.ts";
import type { EntrySketch } from "./sketch.ts";

/** What a user writes to have directories that all real servers share. */
export interface StorageDeclaration extends FilterDeclaration {
	/** The machine that keeps the files, and serves them by NFSv4. It is a single point of failure. A machine that already serves NFS to others is refused. */
	readonly server: ServerDeclaration;
	/** The real servers, as the cluster has them. The directories can only be mounted from their `address`. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/** The directories by name: at least one. */
	readonly directories: Readonly<Record<string, SharedDirectoryDeclaration>>;
	/**
	 * User id of the web server on the real servers, which owns the shared files: of the other users there, only root can read or write them. It must be the same
	 * on all real servers: 33 is www-data of the Debian family, 48 apache of the RHEL family. Default 33.
	 */
	readonly owner?: number;
	/** Whether destroy removes the files too. Default false: it leaves them and says so. */
	readonly deleteData?: boolean;
}

export interface SharedDirectoryDeclaration {
	/**
	 * Where the real servers mount the directory. The path must be empty, as a mount would hide what lies there, and no part of it a symbolic link, through which systemd does not mount.
	 * @example "/var/lib/wordpress/wp-content/uploads"
	 */
	readonly path: string;
}

export interface Storage {
	readonly name: string;
	readonly server: Server;
	readonly clients: readonly NamedServer[];
	readonly directories: readonly {
		readonly name: string;
		/** Path on the real servers. */
		readonly path: string;
		/** Path on the server. */
		readonly source: string;
	}[];
	readonly owner: number;
	readonly deleteData: boolean;
	readonly openFilters: boolean;
}

const readPath = readAbsolutePath("/var/lib/wordpress/wp-content/uploads");

const directory = z.strictObject(
	{
		path: leaf<string, string>(readPath),
	},
	shape('a directory like { path: "/srv/uploads" }'),
);

const schema = z.strictObject(
	{
		server: serverSchema,
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		directories: records(
			directory,
			'an object of directories by name, like { uploads: { path: "/srv/uploads" } }',
		),
		// 0 is root, and 65534 nobody
		owner: leaf<number, number>(readWholeNumber(1, 65533)).default(
			defaults.storageOwner,
		),
		deleteData: leaf<boolean, boolean>(readBoolean).default(false),
		openFilters,
	},
	shape("an object with server, realServers and directories"),
);

export const storageDoor = door<StorageDeclaration>()({
	what: "shared storage",
	schema,
	rules: ({ values: { realServers, directories } }) => [
		...badEntries(["realServers"], realServers, "{ rs1: { host, address } }"),
		...badEntries(
			["directories"],
			directories,
			'{ uploads: { path: "/srv/uploads" } }',
		),
		...missingHosts(realServers, "the directories are mounted on it"),
		...onePathEach(directories ?? []),
	],
	resolve: (name, read): Storage => ({
		name,
		server: resolveServer(read.server),
		clients: resolveServers(read.realServers),
		directories: Object.entries(read.directories).map(([key, { path }]) => ({
			name: key,
			path,
			source: `/srv/lvs/${name}/${key}`,
		})),
		owner: read.owner,
		deleteData: read.deleteData,
		openFilters: read.openFilters,
	}),
});

/** If one mount lies beneath another, one would hide the other. */
function onePathEach(
	directories: readonly EntrySketch<typeof directory>[],
): Finding[] {
	const found = directories.flatMap(({ name, path, values }) =>
		values.path === undefined ? [] : [{ name, path, mount: values.path }],
	);
	return found.flatMap(({ path, mount }, index) =>
		found
			.slice(0, index)
			.filter(
				(other) =>
					`${mount}/`.startsWith(`${other.mount}/`) ||
					`${other.mount}/`.startsWith(`${mount}/`),
			)
			.map(({ name }) => ({
				path: [...path, "path"],
				message: `lies within the path of ${name}, or the other way round; give each a place of its own`,
			})),
	);
}
