import * as z from "zod";
import { type Claim, machineNames } from "./claim.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import { fields } from "./fields.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readPort, readWholeNumber } from "./leaves.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { password } from "./password.ts";
import {
	resolveServer,
	type Server,
	type ServerDeclaration,
	serverSchema,
} from "./server.ts";
import { leastMegabytes } from "./session-store.ts";
import { shape } from "./shape.ts";
import { wanted, wantedText } from "./wanted.ts";

/** What a user writes to keep in memory what WordPress read from its database, for all real servers. */
export interface ObjectCacheDeclaration extends FilterDeclaration {
	/** The machine that keeps the objects, as for a session store. If it fails, nothing is lost: pages are then made from the database. */
	readonly server: ServerDeclaration;
	/** The program. Only `"redis"` is possible. Default "redis". */
	readonly type?: "redis";
	/** TCP port, not the one of a session store on the same machine. Default 6380. */
	readonly port?: number;
	/** Password of redis. A Pulumi secret. Default: generated once. */
	readonly password?: string;
	/** Memory for objects, in megabytes, at least 16. Default 64. When it is full, the objects that were not used for the longest time are dropped. */
	readonly megabytes?: number;
}

export interface ObjectCache {
	readonly name: string;
	readonly server: Server;
	readonly port: number;
	readonly megabytes: number;
	readonly openFilters: boolean;
}

/** What WordPress must know of an object cache. */
export interface WordPressObjects extends Pick<ObjectCache, "name" | "port"> {
	readonly address: string;
}

const readType: ReadLeaf<"redis"> = (value) =>
	value === "redis"
		? { value }
		: {
				problem:
					value === "memcached"
						? 'memcached runs no script that compares and writes in one step, so a slow page could bring back what was changed meanwhile, and it has no password; write type: "redis", or leave it out'
						: wantedText('"redis", or nothing at all', value),
			};

const schema = z.strictObject(
	{
		server: serverSchema,
		type: leaf<"redis", "redis">(readType).optional(),
		port: leaf<number, number>(readPort).default(defaults.objectPort),
		password: password.optional(),
		megabytes: leaf<number, number>(
			readWholeNumber(leastMegabytes, 65536),
		).default(defaults.objectMegabytes),
		openFilters,
	},
	shape("an object with server"),
);

export const objectCacheDoor = door<ObjectCacheDeclaration>()({
	what: "object cache",
	schema,
	rules: () => [],
	claims({ values: { server, port } }): Claim[] {
		return port === undefined || server === undefined
			? []
			: [
					{
						kind: "store",
						path: ["port"],
						port,
						machine: machineNames(server.values.host, server.values.address),
					},
				];
	},
	resolve: (name, read): ObjectCache => ({
		name,
		server: resolveServer(read.server),
		port: read.port,
		megabytes: read.megabytes,
		openFilters: read.openFilters,
	}),
});

/** Where an application finds its objects. Only the component writes it. */
export const objectsSchema = leaf<WordPressObjects, WordPressObjects>(
	(value) =>
		fields(value) === undefined
			? { problem: wanted("an ObjectCache", value) }
			: { value: value as WordPressObjects },
).optional();
