import type * as pulumi from "@pulumi/pulumi";
import {
	type ObjectCacheDeclaration,
	type ObjectCache as ObjectCacheModel,
	objectCacheDoor,
	type WordPressObjects,
} from "../model/object-cache.ts";
import { renderObjectCache } from "../render/object-cache.ts";
import { HostComponent } from "./host-component.ts";
import type { Inputs } from "./inputs.ts";
import { secretsOf } from "./secrets.ts";

/** What an object cache is declared with: an ObjectCacheDeclaration whose leaves may be outputs of other resources. */
export type ObjectCacheArgs = Inputs<ObjectCacheDeclaration>;

/**
 * Keeps in memory what WordPress read from its database, for all real servers: a process with memory of its own, besides that of a session store, so that no
 * object takes the place of a session. If it does not answer, pages go without it.
 *
 * @example
 * ```ts
 * const objects = new ObjectCache("objects", {
 *   server: { host: machines.storage, address: "172.18.0.69" },
 * });
 * new WordPress("blog", { ..., objects });
 * ```
 */
export class ObjectCache extends HostComponent<ObjectCacheModel> {
	/** What WordPress must know of the cache; internal. */
	readonly forWordPress: pulumi.Output<WordPressObjects>;
	/** The secrets that WordPress needs for it; internal. */
	readonly secrets: Readonly<Record<string, pulumi.Input<string>>>;

	constructor(
		name: string,
		args: ObjectCacheArgs,
		options?: pulumi.ComponentResourceOptions,
	) {
		super("ObjectCache", name, objectCacheDoor, args, options);
		this.secrets = secretsOf(this, name, `object cache ${name}`, {
			[`${name}-password`]: {
				path: "password",
				given: args.password,
				place: "anywhere",
			},
		});
		this.manage({
			role: "object-cache",
			name: "server",
			declared: args.server.host,
			secrets: this.secrets,
			part: (model) => ({
				connection: model.server.host,
				desired: renderObjectCache(model),
			}),
		});
		this.forWordPress = this.model.apply(({ name, server, port }) => ({
			name,
			port,
			address: server.address,
		}));
		this.registerOutputs({});
	}
}
