import * as pulumi from "@pulumi/pulumi";

/** One resource as the engine would get it. */
export interface Registration {
	readonly type: string;
	readonly name: string;
	/** Type and name of the component it belongs to; empty: of none. */
	readonly parent: string;
	/** Names of the resources it waits for. */
	readonly dependsOn: readonly string[];
	/** As on the wire: `unknownValue` for what is not known, an object with `secretValue`'s shape for a secret. */
	readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a program did, seen from the engine. */
export interface Registered {
	readonly resources: readonly Registration[];
	/** What components publish as their outputs, by name, as on the wire. */
	readonly outputs: ReadonlyMap<string, unknown>;
}

export const modes = ["preview", "update"] as const;

/** What the resources of ours give after an update, besides their inputs. */
const made: Readonly<Record<string, object>> = {
	"pulumi-nodejs:dynamic/lvs:Director": {
		rules: ["-A -t 172.18.0.70:80 -s wrr"],
		revision: "r1",
	},
	"pulumi-nodejs:dynamic/lvs:RealServer": { rules: [], revision: "r2" },
	"pulumi-nodejs:dynamic/lvs:SmokeTest": { results: [] },
	"pulumi-nodejs:dynamic/lvs:Secrets": { values: {} },
};

/** Runs a program without an engine, to the end of all it registers. A preview knows no outputs of resources. */
export async function register(
	mode: (typeof modes)[number],
	program: () => unknown,
): Promise<Registered> {
	const preview = mode === "preview";
	await pulumi.runtime.setMocks(
		{
			call: () => ({}),
			newResource: ({ type, name, inputs }) =>
				preview
					? { id: undefined, state: {} }
					: { id: `id-of-${name}`, state: { ...inputs, ...made[type] } },
		},
		"project",
		"stack",
		preview,
	);
	const resources: Registration[] = [];
	const outputs = new Map<string, unknown>();
	const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
	const { registerResource, registerResourceOutputs } = monitor;
	monitor.registerResource = (request, answer) => {
		resources.push({
			type: request.getType(),
			name: request.getName(),
			parent: request.getParent().split("::").slice(2).join(" "),
			dependsOn: request.getDependenciesList().map(nameOf).sort(),
			inputs: request.getObject().toJavaScript(),
		});
		registerResource.call(monitor, request, answer);
	};
	monitor.registerResourceOutputs = (request, answer) => {
		outputs.set(nameOf(request.getUrn()), request.getOutputs().toJavaScript());
		registerResourceOutputs.call(monitor, request, answer);
	};
	try {
		await program();
	} finally {
		await pulumi.runtime.disconnect();
	}
	return { resources, outputs };
}

/** The one resource of this name. */
export function find(
	{ resources }: Registered,
	name: string,
): Registration["inputs"] {
	const [found, ...more] = resources.filter((one) => one.name === name);
	if (found === undefined || more.length > 0)
		throw new Error(`${more.length + 1} resources named ${name}`);
	return found.inputs;
}

function nameOf(urn: string): string {
	return urn.split("::").at(-1) ?? urn;
}

type Answer = (error: unknown, response: unknown) => void;

/** The part of the SDK's mock monitor that stands between a program and the mocks. */
interface Monitor {
	registerResource(
		request: {
			getType(): string;
			getName(): string;
			getParent(): string;
			getDependenciesList(): string[];
			getObject(): { toJavaScript(): Record<string, unknown> };
		},
		answer: Answer,
	): void;
	registerResourceOutputs(
		request: {
			getUrn(): string;
			getOutputs(): { toJavaScript(): Record<string, unknown> };
		},
		answer: Answer,
	): void;
}
