/** The life of one kind of resource, without Pulumi: provider.ts is the thin shell over it. */
export interface Verbs<Inputs, Outputs extends Inputs> {
	/** A natural key, kept in the user's state for ever. */
	id(inputs: Inputs): string;
	/** The inputs among the outputs. */
	inputs(outputs: Outputs): Inputs;
	/** Pure: opens no connection. */
	diff(
		before: Outputs,
		inputs: Inputs,
	): { readonly changed: boolean; readonly replaces: readonly string[] };
	/** Idempotent: adopts what an interrupted or forgotten operation left. */
	create(inputs: Inputs): Promise<Outputs>;
	update(before: Outputs, inputs: Inputs): Promise<Outputs>;
	/** Undefined only where the host answered and the thing is gone; a host that cannot be reached is an error. */
	read(before: Outputs): Promise<Outputs | undefined>;
	/** Idempotent. @returns what is left, for the user to know. */
	delete(before: Outputs): Promise<readonly string[]>;
}

/** Deep equality of JSON values: protobuf keeps no order of keys, and drops what is undefined. */
export function equal(one: unknown, other: unknown): boolean {
	return canonical(one) === canonical(other);
}

function canonical(value: unknown): string {
	return JSON.stringify(value, (_key, inner) =>
		inner !== null && typeof inner === "object" && !Array.isArray(inner)
			? Object.fromEntries(
					Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)),
				)
			: inner,
	);
}
