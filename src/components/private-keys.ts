import * as pulumi from "@pulumi/pulumi";
import type { HostConnection } from "../model/host.ts";
import { comesLater, type Inputs } from "./inputs.ts";

/** The connection without private keys, its own and those of its jump hosts. */
export function withoutPrivateKeys(
	declared: Inputs<HostConnection>,
): Inputs<HostConnection> {
	if (comesLater(declared)) return declared;
	const { privateKey, jump, ...others } = declared;
	return {
		...others,
		...(jump === undefined ? {} : { jump: withoutPrivateKeys(jump) }),
	};
}

/**
 * Puts the private keys back into a connection that was parsed without them, those of its jump hosts too. The result is a
 * secret if there is any key.
 */
export function withPrivateKeys(
	connection: pulumi.Output<HostConnection>,
	declared: Inputs<HostConnection>,
): pulumi.Output<HostConnection> {
	const keys = keysOf(declared);
	if (keys.every((key) => key === undefined)) return connection;
	return pulumi
		.all([connection, pulumi.secret(pulumi.all(keys))])
		.apply(([plain, known]) => insert(plain, known));
}

type Key<Text> = Text | undefined;

/** The host's own key first, then the keys of its jump hosts in order. */
function keysOf({
	privateKey,
	jump,
}: Inputs<HostConnection>): Key<pulumi.Input<string>>[] {
	return [privateKey, ...(jump === undefined ? [] : keysOf(jump))];
}

function insert(
	{ jump, ...connection }: HostConnection,
	[privateKey, ...others]: readonly Key<string>[],
): HostConnection {
	return {
		...connection,
		...(privateKey === undefined ? {} : { privateKey }),
		...(jump === undefined ? {} : { jump: insert(jump, others) }),
	};
}
