/** What every kind of resource keeps beside its inputs. */
export interface Made {
	readonly schemaVersion: 1;
}

/**
 * State of a resource whose first `up`, or whose last change, did not come to its end: the inputs alone. What the host has
 * by now is only known after a look at it.
 */
export type HalfMade<Inputs> = Inputs & { readonly schemaVersion?: never };

/** State as Pulumi keeps it. */
export type State<Inputs, Outputs extends Made> = Outputs | HalfMade<Inputs>;

/** The life of one kind of resource, without Pulumi: provider.ts is the thin shell over it. */
export interface Verbs<Inputs, Outputs extends Inputs & Made> {
	/** A natural key, kept in the user's state for ever. */
	id(inputs: Inputs): string;
	/** The inputs among what state keeps. */
	inputs(state: State<Inputs, Outputs>): Inputs;
	/** Pure: opens no connection. A half-made resource is always updated, whatever this says. */
	diff(
		before: State<Inputs, Outputs>,
		inputs: Inputs,
	): { readonly changed: boolean; readonly replaces: readonly string[] };
	/**
	 * Idempotent: adopts what an interrupted or forgotten operation left.
	 *
	 * @throws HalfDoneError where something was changed already: state then keeps the resource as half-made.
	 */
	create(inputs: Inputs): Promise<Outputs>;
	/** @throws HalfDoneError as `create` does. */
	update(before: State<Inputs, Outputs>, inputs: Inputs): Promise<Outputs>;
	/**
	 * What is half-made stays so, or the next `up` would not complete it.
	 *
	 * @returns undefined only where the host answered and the thing is gone; a host that cannot be reached is an error.
	 */
	read(
		before: State<Inputs, Outputs>,
	): Promise<State<Inputs, Outputs> | undefined>;
	/** Idempotent. @returns what is left, for the user to know. */
	delete(before: State<Inputs, Outputs>): Promise<readonly string[]>;
}

/** Whether the last operation on the resource came to its end. */
export function isMade<Inputs, Outputs extends Made>(
	state: State<Inputs, Outputs>,
): state is Outputs {
	return state.schemaVersion !== undefined;
}
