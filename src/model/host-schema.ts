import * as z from "zod";
import {
	readConnectionAddress,
	readHostKey,
	readKnownHosts,
	readPrivateKey,
	readPrivateKeyFile,
	readSshConfig,
	readUser,
} from "./host-leaves.ts";
import { fileLeaf, leaf, secretLeaf } from "./leaf.ts";
import { readBoolean, readConnectSeconds, readPort } from "./leaves.ts";
import { shape } from "./shape.ts";

/** Nobody needs more jumps in a row. The limit also stops us from reading for ever an object that contains itself. */
export const maxJumps = 4;

const connections = new WeakSet<z.ZodType>();

/** Whether this is the schema of a connection. The whole value of a connection may come from another resource. */
export function isConnection(schema: z.ZodType): boolean {
	return connections.has(schema);
}

const leaves = {
	address: leaf<string, string>(readConnectionAddress),
	// there are no defaults here: with sshConfig they come from its files (resolveHost)
	port: leaf<number, number>(readPort).optional(),
	user: leaf<string, string>(readUser).optional(),
	sshConfig: fileLeaf<boolean | string>("ssh config", readSshConfig).optional(),
	sudo: leaf<boolean, boolean>(readBoolean).optional(),
	privateKey: secretLeaf(readPrivateKey).optional(),
	privateKeyFile: fileLeaf("private key", readPrivateKeyFile).optional(),
	agent: leaf<boolean, boolean>(readBoolean).optional(),
	hostKey: leaf<string, string>(readHostKey).optional(),
	knownHosts: fileLeaf("known hosts", readKnownHosts).optional(),
	connectSeconds: leaf<number, number>(readConnectSeconds).optional(),
};

type HostShape = typeof leaves & {
	readonly jump: z.ZodOptional<HostSchema>;
};

/** The schema of a HostConnection. It is an interface, as a type alias cannot contain itself. */
export interface HostSchema extends z.ZodObject<HostShape, z.core.$strict> {}

/** A connection after reading: every leaf is good. */
export type ReadHost = z.output<HostSchema>;

/** The shape and the leaves of a HostConnection. The jumps are unrolled instead of recursive: see `maxJumps`. */
export function hostSchema(jumpsLeft = maxJumps): HostSchema {
	const schema = z.strictObject(
		{
			...leaves,
			jump: jumpSchema(jumpsLeft).optional(),
		},
		shape('the connection of a host, like { address: "192.0.2.10" }'),
	);
	connections.add(schema);
	return schema;
}

function jumpSchema(jumpsLeft: number): HostSchema {
	if (jumpsLeft > 0) return hostSchema(jumpsLeft - 1);
	const oneTooMany = leaf<never, never>(() => ({
		problem: `more than ${maxJumps} jumps in a row; reach the host more directly`,
	}));
	// this schema never yields a value, so its wrong type does no harm
	return oneTooMany as unknown as HostSchema;
}
