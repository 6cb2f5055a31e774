import { HalfDoneError } from "../errors.ts";
import { kinds as hostKinds } from "../model/desired.ts";
import { noteOutcome } from "../outcome.ts";
import { hostResource } from "./host-resource.ts";
import { startLifetime } from "./lifetime.ts";
import type { Verbs } from "./verbs.ts";

// The public name `pulumi-lvs/provider` is written into every user's state, and these exports are what it calls.
// One process serves a whole operation and all kinds.

type Properties = Record<string, unknown>;
type AnyVerbs = Verbs<Properties, Properties>;

/** Kind of resource -> its verbs, loaded where used: start-up counts in every operation. */
const kinds: Readonly<Record<string, () => Promise<unknown>>> = {
	...Object.fromEntries(
		Object.values(hostKinds).map((kind) => [kind, async () => hostResource]),
	),
	Secrets: async () => (await import("./secrets-resource.ts")).secretsResource,
	SmokeTest: async () =>
		(await import("../smoke/smoke-resource.ts")).smokeResource,
};

const lifetime = startLifetime();

export async function configure(): Promise<void> {}

/** Pure and offline: the component has parsed the declaration already, and values not known yet pass through. */
export async function check(
	_kind: string,
	_before: unknown,
	inputs: Properties,
) {
	return { inputs: withoutProvider(inputs) };
}

export async function diff(
	kind: string,
	_id: string,
	before: Properties,
	inputs: Properties,
) {
	const verbs = await verbsOf(kind);
	const { changed, replaces } = verbs.diff(before, withoutProvider(inputs));
	if (!changed) return { changes: false };
	// without `changes` the engine compares the inputs itself, and shows which lines differ
	return replaces.length > 0 ? { replaces, deleteBeforeReplace: true } : {};
}

export async function create(kind: string, inputs: Properties) {
	const verbs = await verbsOf(kind);
	const plain = withoutProvider(inputs);
	const id = verbs.id(plain);
	try {
		return {
			id,
			outs: await lifetime.during(() => verbs.create(plain)),
		};
	} catch (error) {
		if (!(error instanceof HalfDoneError)) throw plainly(error);
		// the engine then keeps the resource, with all its inputs, and the next `up` goes on from there
		throw Object.assign(plainly(error), {
			id,
			reasons: [error.message],
			properties: inputs,
		});
	}
}

export async function update(
	kind: string,
	_id: string,
	before: Properties,
	inputs: Properties,
) {
	const verbs = await verbsOf(kind);
	return {
		outs: await operation(() => verbs.update(before, withoutProvider(inputs))),
	};
}

export async function read(kind: string, id: string, before: Properties) {
	const verbs = await verbsOf(kind);
	const found = await operation(() => verbs.read(withoutProvider(before)));
	if (found === undefined) return {};
	return { id, props: found, inputs: verbs.inputs(found) };
}

async function remove(kind: string, id: string, before: Properties) {
	const verbs = await verbsOf(kind);
	const left = await operation(() => verbs.delete(withoutProvider(before)));
	for (const line of left) console.log(`${id}: left ${line}`);
}

export { remove as delete };

async function operation<Result>(run: () => Promise<Result>): Promise<Result> {
	try {
		return await lifetime.during(run);
	} catch (error) {
		throw plainly(error);
	}
}

/** The SDK prints message and stack: for an error that a user can act on the stack is noise, for our own mistakes it is not. */
function plainly(error: unknown): Error {
	if (error instanceof Error)
		noteOutcome(
			error instanceof HalfDoneError ? (error.cause as Error) : error,
		);
	if (
		!(error instanceof Error) ||
		error.name === "Error" ||
		error instanceof TypeError
	)
		return error as Error;
	const plain = new Error(error.message);
	plain.stack = error.message;
	return plain;
}

/** The provider's text is the SDK's business, and must not be taken for a property of the host. */
function withoutProvider(properties: Properties): Properties {
	const { __provider, ...rest } = properties;
	return rest;
}

async function verbsOf(kind: string): Promise<AnyVerbs> {
	const load = kinds[kind];
	if (load === undefined)
		throw new Error(
			`this version of pulumi-lvs knows no resource ${kind}; it knows ${Object.keys(kinds).join(", ")}`,
		);
	// what comes over the wire was made by our own components
	return (await load()) as AnyVerbs;
}
