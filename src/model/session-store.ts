import * as z from "zod";
import { asWritten } from "./as-written.ts";
import { type Claim, machineNames } from "./claim.ts";
import { defaults } from "./defaults.ts";
import { door } from "./door.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readPort, readWholeNumber } from "./leaves.ts";
import { didYouMean } from "./nearest.ts";
import { type FilterDeclaration, openFilters } from "./open-filters.ts";
import { password } from "./password.ts";
import {
	resolveServer,
	type Server,
	type ServerDeclaration,
	serverSchema,
} from "./server.ts";
import { shape } from "./shape.ts";
import type { ObjectSketch } from "./sketch.ts";
import { wanted } from "./wanted.ts";

/** What a user writes to have one place for the sessions of all real servers. */
export interface SessionStoreDeclaration extends FilterDeclaration {
	/** The machine that keeps the sessions. It is a single point of failure: without it every user is signed out. */
	readonly server: ServerDeclaration;
	/** `"redis"` has a password. `"memcached"` has none: use it only on a network that only the real servers can reach. */
	readonly type: SessionStoreType;
	/** TCP port. Default: the usual port of the program, 6379 or 11211. */
	readonly port?: number;
	/** Password of redis. A Pulumi secret. Default: generated once. */
	readonly password?: string;
	/** Memory for sessions, in megabytes, at least 16. Default 64. When it is full, the sessions that were not used for the longest time are dropped. */
	readonly megabytes?: number;
	/**
	 * How many seconds one request may hold its session: other requests of that session wait at most this long, also after a crash. A request that takes longer
	 * loses what it wrote there. Default 120.
	 */
	readonly lockSeconds?: number;
}

export const sessionStoreTypes = { redis: 6379, memcached: 11211 } as const;
export type SessionStoreType = keyof typeof sessionStoreTypes;

export interface SessionStore {
	readonly name: string;
	readonly server: Server;
	readonly type: SessionStoreType;
	readonly port: number;
	readonly megabytes: number;
	readonly lockSeconds: number;
	readonly openFilters: boolean;
}

/** What PHP must know of a session store. */
export interface PhpSessions
	extends Pick<SessionStore, "name" | "type" | "port" | "lockSeconds"> {
	readonly address: string;
}

const readType: ReadLeaf<SessionStoreType> = (value) => {
	const names = Object.keys(sessionStoreTypes);
	if (typeof value !== "string")
		return { problem: wanted(`one of ${names.join(", ")}`, value) };
	return names.includes(value)
		? { value: value as SessionStoreType }
		: {
				problem: `there is no session store ${asWritten(value)}${didYouMean(value, names) || `; there are ${names.join(", ")}`}`,
			};
};

/** An empty store needs one or two megabytes, and each connection of a real server needs its part. With less, nothing can be written under load. */
export const leastMegabytes = 16;

const schema = z.strictObject(
	{
		server: serverSchema,
		type: leaf<SessionStoreType, SessionStoreType>(readType),
		port: leaf<number, number>(readPort).optional(),
		password: password.optional(),
		megabytes: leaf<number, number>(
			readWholeNumber(leastMegabytes, 65536),
		).default(defaults.sessionMegabytes),
		lockSeconds: leaf<number, number>(readWholeNumber(1, 3600)).default(
			defaults.sessionLockSeconds,
		),
		openFilters,
	},
	shape("an object with server and type"),
);

export const sessionStoreDoor = door<SessionStoreDeclaration>()({
	what: "session store",
	schema,
	rules: onlyOfRedis,
	claims({ given, values: { server, type, port } }): Claim[] {
		const usual = type && sessionStoreTypes[type];
		const taken = given.includes("port") ? port : usual;
		return taken === undefined || server === undefined
			? []
			: [
					{
						kind: "store",
						path: ["port"],
						port: taken,
						machine: machineNames(server.values.host, server.values.address),
					},
				];
	},
	resolve: (name, read): SessionStore => ({
		name,
		server: resolveServer(read.server),
		type: read.type,
		port: read.port ?? sessionStoreTypes[read.type],
		megabytes: read.megabytes,
		lockSeconds: read.lockSeconds,
		openFilters: read.openFilters,
	}),
});

function onlyOfRedis({
	given,
	values: { type },
}: ObjectSketch<typeof schema.shape>): Finding[] {
	return type === "memcached" && given.includes("password")
		? [
				{
					path: ["password"],
					message:
						'memcached has none: leave it out and keep its network closed, or write type: "redis"',
				},
			]
		: [];
}
