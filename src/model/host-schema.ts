import * as z from "zod";
import { wanted } from "./describe.ts";
import type { HostConnection } from "./host.ts";
import {
	readConnectionAddress,
	readHostKey,
	readPath,
	readPrivateKey,
	readUser,
} from "./host-leaves.ts";
import { leaf, secretLeaf } from "./leaf.ts";
import { readBoolean, readPort } from "./leaves.ts";

/** A connection whose every leaf is good and read. A key may be there without a value. */
export interface ReadHost extends Loose<Omit<HostConnection, "jump">> {
	readonly jump?: ReadHost | undefined;
}

type Loose<T> = { readonly [Key in keyof T]: T[Key] | undefined };

/** More jumps in a row than anyone has; the limit keeps an object that contains itself from being read for ever. */
export const maxJumps = 4;

const connections = new WeakSet<z.ZodType>();

/** Whether a schema is that of a connection, whose whole value may come from another resource. */
export function isConnection(schema: z.ZodType): boolean {
	return connections.has(schema);
}

/** The shape and the leaves of a HostConnection. Unrolled rather than recursive: see `maxJumps`. */
export function hostSchema(jumpsLeft = maxJumps) {
	const schema = z.strictObject(
		{
			address: leaf<string, string>(readConnectionAddress),
			port: leaf<number, number>(readPort).optional(),
			user: leaf<string, string>(readUser).optional(),
			sudo: leaf<boolean, boolean>(readBoolean).optional(),
			privateKey: secretLeaf(readPrivateKey).optional(),
			privateKeyFile: leaf<string, string>(readPath).optional(),
			agent: leaf<boolean, boolean>(readBoolean).optional(),
			hostKey: leaf<string, string>(readHostKey).optional(),
			knownHosts: leaf<string, string>(readPath).optional(),
			jump: jumpSchema(jumpsLeft).optional(),
		},
		{
			error: (issue) =>
				issue.code === "invalid_type"
					? wanted(
							'the connection of a host, like { address: "192.0.2.10" }',
							issue.input,
						)
					: undefined,
		},
	);
	connections.add(schema);
	return schema;
}

function jumpSchema(jumpsLeft: number): z.ZodType<ReadHost, ReadHost> {
	return jumpsLeft > 0
		? hostSchema(jumpsLeft - 1)
		: leaf(() => ({
				problem: `more than ${maxJumps} jumps in a row; reach the host more directly`,
			}));
}
