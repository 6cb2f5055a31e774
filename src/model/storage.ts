import * as z from "zod";
import type { Problem } from "../errors.ts";
import type { RealServerDeclaration } from "./declaration.ts";
import { door } from "./door.ts";
import { entryNames } from "./entry-names.ts";
import { fields } from "./fields.ts";
import { leaf } from "./leaf.ts";
import { readBoolean } from "./leaves.ts";
import { readAbsolutePath } from "./path-leaves.ts";
import { realServersWithHost } from "./real-server-hosts.ts";
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

/** What a user writes to have directories that all real servers share. */
export interface StorageDeclaration {
	/** The machine that keeps the files, and serves them by NFSv4. It is a single point of failure. */
	readonly server: ServerDeclaration;
	/** The real servers, as the cluster has them. Their `address` is the one that may mount. */
	readonly realServers: Readonly<Record<string, RealServerDeclaration>>;
	/** The directories by name: at least one. */
	readonly directories: Readonly<Record<string, SharedDirectoryDeclaration>>;
	/** Whether destroy removes the files too. Default false: it leaves them and says so. */
	readonly deleteData?: boolean;
}

export interface SharedDirectoryDeclaration {
	/**
	 * Where the real servers have it. What lies there already is never hidden: it must be empty.
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
		/** On the real servers. */
		readonly path: string;
		/** On the server. */
		readonly source: string;
	}[];
	readonly deleteData: boolean;
}

const readPath = readAbsolutePath("/var/lib/wordpress/wp-content/uploads");

const schema = z.strictObject(
	{
		server: serverSchema,
		realServers: records(
			realServerSchema,
			'an object of real servers by name, like { rs1: { host, address: "172.18.0.67" } }',
		),
		directories: records(
			z.strictObject(
				{ path: leaf<string, string>(readPath) },
				shape('a directory like { path: "/srv/uploads" }'),
			),
			'an object of directories by name, like { uploads: { path: "/srv/uploads" } }',
		),
		deleteData: leaf<boolean, boolean>(readBoolean).optional(),
	},
	shape("an object with server, realServers and directories"),
);

export const storageDoor = door({
	what: "shared storage",
	schema,
	rules: (declaration) => [
		...entryNames(declaration, "realServers", "{ rs1: { host, address } }"),
		...entryNames(
			declaration,
			"directories",
			'{ uploads: { path: "/srv/uploads" } }',
		),
		...realServersWithHost(declaration, "the directories are mounted on it"),
		...onePathEach(declaration),
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
		deleteData: read.deleteData ?? false,
	}),
});

/** A mount beneath another would hide it, or be hidden. */
function onePathEach(declaration: unknown): Problem[] {
	const all = Object.entries(fields(fields(declaration)?.directories) ?? {});
	const paths = all.flatMap(([name, found]) => {
		const path = fields(found)?.path;
		return typeof path === "string" ? [[name, path] as const] : [];
	});
	return paths.flatMap(([name, path], index) =>
		paths
			.slice(0, index)
			.filter(
				([, other]) =>
					`${path}/`.startsWith(`${other}/`) ||
					`${other}/`.startsWith(`${path}/`),
			)
			.map(([other]) => ({
				path: `directories.${name}.path`,
				message: `lies within that of ${other}, or the other way round; give each a place of its own`,
			})),
	);
}
