import type * as pulumi from "@pulumi/pulumi";
import {
	type Storage,
	type StorageDeclaration,
	storageDoor,
} from "../model/storage.ts";
import { renderStorageServer } from "../render/storage.ts";
import { renderStorageMount } from "../render/storage-mount.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { named } from "./named.ts";

/** What shared storage is declared with: a StorageDeclaration whose leaves may be outputs of other resources. */
export type SharedStorageArgs = Inputs<StorageDeclaration>;

/**
 * Directories that all real servers share by NFSv4: one server, and mounts that come back by themselves. The web server runs even if they are missing, and only
 * its user and root can read or write there.
 *
 * @example
 * ```ts
 * new SharedStorage("files", {
 *   server: { host: machines.storage, address: "172.18.0.69" },
 *   realServers,
 *   directories: { uploads: { path: "/var/lib/wordpress/wp-content/uploads" } },
 * });
 * ```
 */
export class SharedStorage extends HostComponent<Storage> {
	/** Names of the real servers that have the directories. */
	readonly realServers: readonly string[];

	/** Where the directories are on the real servers, as far as it is known at once. */
	readonly paths: readonly pulumi.Input<string>[];

	constructor(
		name: string,
		args: SharedStorageArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super("SharedStorage", name, storageDoor, args, options);
		this.realServers = Object.keys(args.realServers);
		this.paths = Object.values(args.directories).map(({ path }) => path);
		const server = this.manage({
			role: "storage",
			name: "server",
			declared: args.server.host,
			part: (model) => ({
				connection: model.server.host,
				desired: renderStorageServer(model),
			}),
		});
		for (const [client, { host }] of Object.entries(args.realServers))
			if (host !== undefined)
				this.manage({
					role: "mount",
					name: client,
					declared: host,
					after: [server],
					part: (model) => ({
						connection: named(model.clients, client).host,
						desired: renderStorageMount(model),
					}),
				});
		this.registerOutputs({});
	}
}
