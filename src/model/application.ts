import * as z from "zod";
import { type LinkAddress, parseLinkAddress } from "./address.ts";
import { defaults } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import { leaf, type ReadLeaf } from "./leaf.ts";
import { readPort, readRealServerAddress, readWholeNumber } from "./leaves.ts";
import { password } from "./password.ts";
import type { PhpFpm } from "./php-fpm.ts";
import { type ReadsDeclaration, readsSchema } from "./reads.ts";
import { shape } from "./shape.ts";
import type { Sketch } from "./sketch.ts";
import { wantedText } from "./wanted.ts";

/** Where an application finds its database: `database.access("wordpress")`. All real servers use the same one. */
export interface DatabaseWayDeclaration {
	readonly address: string;
	/** TCP port of the engine. Default 3306. */
	readonly port?: number;
	readonly database: string;
	readonly user: string;
	/** How many clients the engine serves at once. Default: not known, and not compared with the real servers. */
	readonly maxConnections?: number;
	/** The IPv4 network from which it lets clients in. Default: not known, and not compared with the real servers. */
	readonly network?: string;
	/** A Pulumi secret. */
	readonly password: string;
	/** Where the application reads. Default: from the engine that takes writes. */
	readonly reads?: ReadsDeclaration;
}

/** A DatabaseWayDeclaration without its secret, and without parts that only serve to check it. */
export type DatabaseWay = Required<
	Omit<
		DatabaseWayDeclaration,
		"password" | "maxConnections" | "network" | "reads"
	>
>;

export interface AdministratorDeclaration {
	/** Default "admin". */
	readonly user?: string;
	/** Set when the application is first installed. Default: admin@ the host name of its URL. */
	readonly email?: string;
	/** A Pulumi secret. Default: generated once. A password that is changed in the application is drift: the next `up` sets this one again. */
	readonly password?: string;
}

export interface Administrator {
	readonly user: string;
	readonly email: string;
}

/** An archive that the authors of a program publish and that the user has downloaded. */
export interface ArchiveDeclaration {
	/** Where the file lies on the machine that runs the Pulumi program. */
	readonly path: string;
	/** Checksum of the file, 64 hexadecimal digits: `sha256sum FILE`. */
	readonly sha256: string;
}

/** Text that we write between quotes of PHP and SQL. */
const readPlain: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[^'"\\\n]+$/.test(value)
		? { value }
		: { problem: wantedText("text without quotes and backslashes", value) };

const readSha256: ReadLeaf<string> = (value) =>
	typeof value === "string" && /^[0-9a-f]{64}$/.test(value)
		? { value }
		: { problem: wantedText("64 hexadecimal digits in lower case", value) };

const readNetwork: ReadLeaf<LinkAddress> = (value) => {
	const found = typeof value === "string" ? parseLinkAddress(value) : undefined;
	return found === undefined
		? { problem: wantedText('an IPv4 network like "172.18.0.0/24"', value) }
		: { value: found };
};

export const plain = leaf<string, string>(readPlain);

export const databaseWay = z.strictObject(
	{
		address: leaf<string, string>(readRealServerAddress),
		port: leaf<number, number>(readPort).default(defaults.databasePort),
		database: plain,
		user: plain,
		maxConnections: leaf<number, number>(
			readWholeNumber(1, 100_000),
		).optional(),
		network: leaf<string, LinkAddress>(readNetwork).optional(),
		password,
		reads: readsSchema.optional(),
	},
	shape('the way to a database, like database.access("wordpress")'),
);

export const administrator = z
	.strictObject(
		{
			user: plain.optional(),
			email: plain.optional(),
			password: password.optional(),
		},
		shape('an object like { user: "admin" }'),
	)
	.optional();

export const archive = z.strictObject(
	{
		path: plain,
		sha256: leaf<string, string>(readSha256),
	},
	shape("an object like { path, sha256 }"),
);

/** Refuses real servers that may want more connections at once than the engine serves: visitors of a busy site would get errors from healthy machines. */
export function fewConnections(
	database: Sketch<typeof databaseWay>,
	realServers: readonly unknown[] | undefined,
	phpFpm: PhpFpm | undefined,
): Finding[] {
	const most = database?.values.maxConnections;
	const count = realServers?.length ?? 0;
	const each = phpFpm?.workers ?? defaults.webWorkers;
	const wanted = count * each;
	return most === undefined || wanted <= most
		? []
		: [
				{
					path: ["database"],
					message: `${count} real servers work on up to ${wanted} requests at once (${each} each), each with a connection, and the engine serves ${most}; write settings: { max_connections: "${wanted}" } in the Database`,
				},
			];
}

export function resolveAdministrator(
	read: z.output<typeof administrator>,
	host: string,
): Administrator {
	return {
		user: read?.user ?? "admin",
		email: read?.email ?? `admin@${host}`,
	};
}
