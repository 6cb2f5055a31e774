import * as pulumi from "@pulumi/pulumi";
import type { HostConnection } from "../model/host.ts";
import { comesLater, type Inputs } from "./inputs.ts";
import { objectOrEmpty } from "./object-or-empty.ts";

/**
 * The connection with its private keys, those of its jump hosts too, also where it was parsed without them. The result is a secret if there is any key.
 */
export function withPrivateKeys(
	connection: pulumi.Output<HostConnection>,
	declared: Inputs<HostConnection>,
): pulumi.Output<HostConnection> {
	const keys = keysOf(declared);
	return keys === undefined
		? connection
		: pulumi
				.all([connection, keys])
				.apply(([plain, known]) => insert(plain, known));
}

type Keys = readonly (string | undefined)[];
const none = (): pulumi.Output<Keys> => pulumi.output([]);

/**
 * The host's own key first, then the keys of its jump hosts in order; a secret if there is any. Undefined: it is known at once that there is none.
 *
 * A connection that comes later is not opened before it is known: an output seems to have every property, also a jump host behind each jump host.
 */
function keysOf(
	declared: Inputs<HostConnection>,
): pulumi.Output<Keys> | undefined {
	if (comesLater(declared))
		return pulumi.output(declared).apply((known) => keysOf(known) ?? none());
	// what came later may be anything, and the door says so
	const { privateKey, jump } = objectOrEmpty(declared);
	const behind = jump === undefined ? undefined : keysOf(jump);
	if (privateKey === undefined && behind === undefined) return undefined;
	const own = privateKey === undefined ? privateKey : pulumi.secret(privateKey);
	return pulumi
		.all([own, behind ?? none()])
		.apply(([first, others]): Keys => [first, ...others]);
}

function insert(
	{ jump, ...connection }: HostConnection,
	[privateKey, ...others]: Keys,
): HostConnection {
	return {
		...connection,
		...(privateKey === undefined ? {} : { privateKey }),
		...(jump === undefined ? {} : { jump: insert(jump, others) }),
	};
}
