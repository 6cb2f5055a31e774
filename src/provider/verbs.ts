/** The properties of every kind of resource in the state, besides its inputs. */
export interface Made {
	readonly schemaVersion: 1;
}

/**
 * The state of a resource whose first `up`, or last change, did not complete: only the inputs. Only a look can show what the host has.
 */
export type HalfMade<Inputs> = Inputs & { readonly schemaVersion?: never };

/** State as Pulumi keeps it. */
export type State<Inputs, Outputs extends Made> = Outputs | HalfMade<Inputs>;

/** Between the state of a resource and its inputs. */
export interface Difference {
	readonly changed: boolean;
	/** Properties whose change makes it another resource. Empty: it is changed in place. */
	readonly replaces: readonly string[];
	/** Whether the old one must go before the new one comes. Default: the new one comes first. */
	readonly oldFirst?: boolean;
	/** Remarks for the user before he agrees. */
	readonly notes?: readonly string[];
}

/** The operations of one kind of resource, without Pulumi. provider.ts is a thin shell around them. */
export interface Verbs<Inputs, Outputs extends Inputs & Made> {
	/** A natural key. It is kept in the user's state and can never change. */
	id(inputs: Inputs): string;
	/** The inputs that a state contains. */
	inputs(state: State<Inputs, Outputs>): Inputs;
	/**
	 * The inputs with the parts that follow from the former inputs, which are undefined or empty for a new resource. Default: as they were declared. If the
	 * resource is replaced, the engine calls it a second time, without the former inputs.
	 */
	checked?(before: Partial<Inputs> | undefined, inputs: Inputs): Inputs;
	/** Compares without opening a connection. A half-made resource is always updated, whatever the answer. */
	diff(before: State<Inputs, Outputs>, inputs: Inputs): Difference;
	/**
	 * Idempotent. It continues from whatever an interrupted or forgotten operation left.
	 *
	 * @throws HalfDoneError if something was changed already. The state then keeps the resource as half-made.
	 */
	create(inputs: Inputs): Promise<Outputs>;
	/** @throws HalfDoneError as `create` does. */
	update(before: State<Inputs, Outputs>, inputs: Inputs): Promise<Outputs>;
	/**
	 * A half-made resource stays half-made, or the next `up` would not complete it.
	 *
	 * @returns undefined only if the host answered and the resource is gone. A host that cannot be reached is an error.
	 */
	read(
		before: State<Inputs, Outputs>,
	): Promise<State<Inputs, Outputs> | undefined>;
	/** Idempotent. @returns what stays on the host, to be shown to the user. */
	delete(before: State<Inputs, Outputs>): Promise<readonly string[]>;
}

/** Whether the last operation on the resource completed. */
export function isMade<Inputs, Outputs extends Made>(
	state: State<Inputs, Outputs>,
): state is Outputs {
	return state.schemaVersion !== undefined;
}
