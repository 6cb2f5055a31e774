import * as z from "zod";
import { asWritten } from "./as-written.ts";
import { badEntries } from "./bad-entries.ts";
import { type Claim, machineNames } from "./claim.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import type { HostConnection } from "./host.ts";
import { hostSchema } from "./host-schema.ts";
import { leaf } from "./leaf.ts";
import {
	isAbsolutePath,
	readList,
	readMode,
	readOwner,
	readPackage,
	readText,
	readUnit,
} from "./path-leaves.ts";
import { resolveHost } from "./resolve.ts";
import { records, shape } from "./shape.ts";

/** What a user writes to have packages, files and units on hosts that no other component provides. */
export interface SetupDeclaration {
	/** The hosts by name: at least one. All hosts get the same. */
	readonly hosts: Readonly<Record<string, HostConnection>>;
	/** Packages, as the distribution names them: `["redis-server"]`. Destroy leaves them installed. */
	readonly packages?: readonly string[];
	/**
	 * Files by absolute path. Destroy restores a file that was there before.
	 * @example { "/etc/motd": { content: "A lab machine." } }
	 */
	readonly files?: Readonly<Record<string, SetupFileDeclaration>>;
	/** systemd units that run now and after every boot: `["redis-server"]`. Units of other types are named in full: `"a.timer"`. */
	readonly units?: readonly string[];
}

export interface SetupFileDeclaration {
	/** Text. A missing newline at its end is added. */
	readonly content: string;
	/** Permissions in octal. Default "644". */
	readonly mode?: string;
	/** User and group by name. Default "root:root". */
	readonly owner?: string;
	/** A unit that is reloaded when the file changes. */
	readonly reloads?: string;
	/** A unit that is restarted when the file changes. */
	readonly restarts?: string;
}

export interface Setup {
	readonly name: string;
	readonly hosts: readonly {
		readonly name: string;
		readonly host: HostConnection;
	}[];
	readonly packages: readonly string[];
	readonly files: Readonly<
		Record<
			string,
			SetupFileDeclaration &
				Required<Pick<SetupFileDeclaration, "mode" | "owner">>
		>
	>;
	readonly units: readonly string[];
}

const unit = leaf<string, string>(readUnit);

const schema = z.strictObject(
	{
		hosts: records(
			hostSchema(),
			'an object of hosts by name, like { rs1: { address: "192.0.2.10" } }',
		),
		packages: leaf<readonly string[], readonly string[]>(
			readList(readPackage, 'a list of packages like ["redis-server"]'),
		).optional(),
		files: records(
			z.strictObject(
				{
					content: leaf<string, string>(readText),
					mode: leaf<string, string>(readMode).default("644"),
					owner: leaf<string, string>(readOwner).default("root:root"),
					reloads: unit.optional(),
					restarts: unit.optional(),
				},
				shape('a file like { content: "Welcome" }'),
			),
			'an object of files by path, like { "/etc/motd": { content: "Welcome" } }',
		).optional(),
		units: leaf<readonly string[], readonly string[]>(
			readList(readUnit, 'a list of units like ["redis-server"]'),
		).optional(),
	},
	shape("an object with hosts, and with packages, files or units"),
);

export const setupDoor = door<SetupDeclaration>()({
	what: "host set-up",
	schema,
	rules: ({ values: { hosts, files } }) => [
		...badEntries(["hosts"], hosts, '{ rs1: { address: "192.0.2.10" } }'),
		...absolutePaths((files ?? []).map(({ name }) => name)),
	],
	claims: ({ values: { hosts = [], files = [] } }) =>
		files.flatMap(({ name: file, values: { content } }) =>
			content === undefined
				? []
				: hosts.map(
						(host): Claim => ({
							kind: "file",
							path: ["files", file, "content"],
							file,
							content,
							machine: machineNames(host, undefined),
						}),
					),
		),
	resolve: (name, read): Setup => ({
		name,
		hosts: Object.entries(read.hosts).map(([host, connection]) => ({
			name: host,
			host: resolveHost(connection),
		})),
		packages: read.packages ?? [],
		files: Object.fromEntries(
			Object.entries(read.files ?? {}).map(([path, file]) => [
				path,
				present(file),
			]),
		),
		units: read.units ?? [],
	}),
});

function absolutePaths(paths: readonly string[]): Finding[] {
	return paths
		.filter((path) => !isAbsolutePath(path))
		.map((path) => ({
			path: ["files"],
			message: `${asWritten(path)} is no absolute path of plain characters; write one like "/etc/motd"`,
		}));
}

/** The same object without the keys whose value is undefined. */
function present<Fields extends object>(fields: Fields) {
	return Object.fromEntries(
		Object.entries(fields).filter(([, value]) => value !== undefined),
	) as { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };
}
