import * as pulumi from "@pulumi/pulumi";
import type { HostConnection } from "../model/host.ts";
import { comesLater, type Inputs } from "./inputs.ts";

/** A connection without its private keys, those of its jump hosts too. */
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
 * A connection that was read without its private keys, with them: those of its jump hosts too. It is a secret where
 * there is a key.
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

/** The host's own first, then along the jumps. */
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
