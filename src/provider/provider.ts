import { HalfDoneError } from "../errors.ts";
import { resourceTypes } from "../model/desired.ts";
import { noteOutcome } from "../outcome.ts";
import { noteDeclared } from "./declared.ts";
import { foundDifferent } from "./found.ts";
import { hostResource } from "./host-resource.ts";
import { startLifetime } from "./lifetime.ts";
import { isMade, type Made, type Verbs } from "./verbs.ts";

// Every user's state has the public name `pulumi-lvs/provider` in it, and Pulumi calls these exports.
// One process serves a whole operation and all kinds.

type Properties = Record<string, unknown>;
type AnyVerbs = Verbs<Properties, Properties & Made>;
/** The state of a resource as Pulumi passes it. */
type AnyState = Parameters<AnyVerbs["inputs"]>[0];

/** Type of resource -> the function that loads its verbs. A module is only loaded when it is needed, as every operation pays for the start-up. */
const verbLoaders: Readonly<Record<string, () => Promise<unknown>>> = {
	...Object.fromEntries(
		Object.values(resourceTypes).map((type) => [
			type,
			async () => hostResource,
		]),
	),
	Secrets: async () => (await import("./secrets-resource.ts")).secretsResource,
	SmokeTest: async () => (await import("./smoke-resource.ts")).smokeResource,
};

const lifetime = startLifetime();

export async function configure(): Promise<void> {}

/** Only returns the inputs, with little more. The component has parsed the declaration already, and some values may not be known yet. */
export async function check(
	kind: string,
	before: Properties | undefined,
	inputs: Properties,
) {
	const plain = withoutProvider(inputs);
	if (kind === "SmokeTest") noteDeclared(plain);
	const verbs = await verbsOf(kind);
	return { inputs: verbs.checked?.(before, plain) ?? plain };
}

export async function diff(
	kind: string,
	id: string,
	before: AnyState,
	inputs: Properties,
) {
	const verbs = await verbsOf(kind);
	const {
		changed,
		replaces,
		oldFirst = false,
		notes = [],
	} = verbs.diff(before, withoutProvider(inputs));
	for (const note of notes) console.log(`${id}: note: ${note}`);
	// a half-made resource is completed, and a host that differs from what we left is repaired, even if the inputs are the same
	const { revision } = before;
	const differs = await foundDifferent({
		id,
		revision: typeof revision === "string" ? revision : undefined,
	});
	if (!changed) return { changes: !isMade(before) || differs };
	// without `changes` the engine compares the inputs itself, and so shows which lines differ
	return replaces.length > 0 ? { replaces, deleteBeforeReplace: oldFirst } : {};
}

export async function create(kind: string, inputs: Properties) {
	const verbs = await verbsOf(kind);
	const plain = withoutProvider(inputs);
	const id = verbs.id(plain);
	const outs = await operation(() => verbs.create(plain), halfMade(id, inputs));
	return { id, outs };
}

export async function update(
	kind: string,
	id: string,
	before: AnyState,
	inputs: Properties,
) {
	const verbs = await verbsOf(kind);
	const outs = await operation(
		() => verbs.update(withoutProvider(before), withoutProvider(inputs)),
		halfMade(id, inputs),
	);
	return { outs };
}

export async function read(kind: string, id: string, before: AnyState) {
	const verbs = await verbsOf(kind);
	const found = await operation(() => verbs.read(withoutProvider(before)));
	if (found === undefined) return {};
	return { id, props: found, inputs: verbs.inputs(found) };
}

async function remove(kind: string, id: string, before: AnyState) {
	const verbs = await verbsOf(kind);
	const left = await operation(() => verbs.delete(withoutProvider(before)));
	for (const line of left) console.log(`${id}: left ${line}`);
}

export { remove as delete };

/** @param half makes the properties of the error for a resource that was begun and not finished. */
async function operation<Result>(
	run: () => Promise<Result>,
	half: (error: HalfDoneError) => object = () => ({}),
): Promise<Result> {
	try {
		return await lifetime.during(run);
	} catch (error) {
		throw error instanceof HalfDoneError
			? Object.assign(plainly(error), half(error))
			: plainly(error);
	}
}

/** With these properties on an error, the engine keeps the resource with only its inputs, and the next `up` goes on from there. */
function halfMade(id: string, inputs: Properties) {
	return ({ message, known }: HalfDoneError) => ({
		id,
		reasons: [message],
		properties: { ...inputs, ...known },
	});
}

/** The SDK prints an error's message and stack. The stack helps with our own mistakes, but not with errors that a user can act on, so it is removed there. */
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
	toldByEngine.add(`${plain}: ${plain.stack}`);
	return plain;
}

/** Errors that the SDK prints and then passes to the engine, which prints them again. */
const toldByEngine = new Set<string>();

const printError = console.error;
console.error = (...values: unknown[]) => {
	if (!toldByEngine.delete(String(values[0]))) printError(...values);
};

/** Removes the text of the provider, which the SDK adds. It must not count as a property of the host. */
function withoutProvider<Of extends Properties>(properties: Of): Of {
	const { __provider, ...rest } = properties;
	return rest as unknown as Of;
}

async function verbsOf(kind: string): Promise<AnyVerbs> {
	const load = verbLoaders[kind];
	if (load === undefined)
		throw new Error(
			`this version of pulumi-lvs knows no resource ${kind}; it knows ${Object.keys(verbLoaders).join(", ")}`,
		);
	// our own components made the inputs, so they have the right type
	return (await load()) as AnyVerbs;
}
