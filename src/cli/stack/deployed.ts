import { type Desired, resourceTypes } from "../../model/desired.ts";
import { desiredIn } from "../../provider/desired-in.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type {
	SmokeInputs,
	SmokeOutputs,
} from "../../provider/smoke-resource.ts";
import { isMade } from "../../provider/verbs.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { fromFolder, smokeFromFolder } from "./from-folder.ts";
import { exportOwn } from "./own-stack.ts";
import { plainState } from "./plain-state.ts";
import { programFolder } from "./program-folder.ts";

/** The contents of a stack's state after the last `up`, including hosts that `up` did not finish. */
export interface Deployed {
	readonly directors: readonly HostInputs[];
	readonly realServers: readonly RealServerInputs[];
	/** Every host in every role, also the directors and real servers. */
	readonly hosts: readonly DeployedHost[];
	readonly smokeTests: readonly DeployedSmokeTest[];
	/** Smoke tests that the last `up` declared and did not reach. */
	readonly smokeTestsToCome: readonly string[];
	/** Whether the stack has resources of other packages too. */
	readonly hasOthers: boolean;
}

/** A host in one role, as the state has it. */
export interface DeployedHost extends HostInputs {
	readonly urn: string;
	/** It changes with each change of the host. Undefined: the host is half-made. */
	readonly revision?: string;
}

export interface DeployedSmokeTest extends SmokeInputs {
	/** Whether all its checks passed in the last `up` that reached it. */
	readonly passed: boolean;
}

/** A real server whose `ownAddress` is known: the address by which rules name it. */
interface RealServerInputs extends HostInputs {
	readonly desired: Desired & { readonly ownAddress: string };
}

interface Deployment {
	readonly deployment: {
		readonly resources?: readonly {
			readonly type: string;
			readonly urn: string;
			/** False: a component, which is nothing by itself. */
			readonly custom?: boolean;
			readonly inputs?: unknown;
			readonly outputs?: unknown;
		}[];
	};
}

/** Reads the state of a stack. Paths of files are whole there, unless they are in the home. */
export async function deployed(stack: Stack): Promise<Deployed> {
	const { deployment } = JSON.parse(
		await exportStack(stack),
		unwrapSecret,
	) as Deployment;
	const { resources = [] } = deployment;
	const folder = await programFolder(stack.folder);
	const hosts = hostsAmong(resources).map(({ host, resource: { urn } }) => ({
		...host,
		connection: fromFolder(folder, host.connection),
		urn,
	}));
	const smokeTests = resources
		.filter(({ type }) => type === `${ours}SmokeTest`)
		.flatMap(({ inputs, outputs }) =>
			inputs === undefined
				? []
				: {
						...smokeFromFolder(folder, inputs as SmokeInputs),
						passed: isMade((outputs ?? {}) as Partial<SmokeOutputs>),
					},
		);
	return {
		hosts,
		directors: hosts.filter(({ role }) => role === "director"),
		realServers: hosts.filter(isRealServer),
		smokeTests,
		smokeTestsToCome: resources
			.filter(({ type }) => type === "lvs:index:SmokeTest")
			.map(({ urn }) => urn.split("::").at(-1) ?? "")
			.filter((name) => !smokeTests.some((one) => one.name === name)),
		hasOthers: resources.some(
			({ type, custom }) =>
				custom !== false &&
				!/^(pulumi:|lvs:index:)/.test(type) &&
				!type.startsWith(ours),
		),
	};
}

/** The state of a stack as JSON, with its secrets. @throws UsageError if a stack of the user's own does not exist, or cannot be read. */
export async function exportStack(stack: Stack): Promise<string> {
	return (
		(await plainState(stack)) ??
		(stack.machines === undefined
			? exportOwn(stack)
			: askPulumi(["stack", "export", "--show-secrets"], stack))
	);
}

function isRealServer<Host extends HostInputs>(
	host: Host,
): host is Host & RealServerInputs {
	return host.role === "real-server" && host.desired.ownAddress !== undefined;
}

/** Pulumi exports a secret as an object with a fixed key and its value as JSON. This returns the value. */
export function unwrapSecret(_key: string, value: unknown): unknown {
	return typeof value === "object" &&
		value !== null &&
		"4dabf18193072939515e22adb298388d" in value &&
		"plaintext" in value
		? JSON.parse(String(value.plaintext))
		: value;
}

const ours = "pulumi-nodejs:dynamic/lvs:";

/** The hosts among the resources of a state, each in one of its roles, with its place there. */
export function hostsAmong<
	Resource extends { readonly type: string; readonly outputs?: unknown },
>(
	resources: readonly Resource[],
): { host: HostInputs; resource: Resource; place: number }[] {
	return resources.flatMap((resource, place) => {
		const { type, outputs } = resource;
		if (!isHost(type) || outputs === undefined) return [];
		const host = outputs as HostInputs;
		const desired = desiredIn(host);
		return [{ host: { ...host, desired }, resource, place }];
	});
}

/** Whether a resource is a host in one of its roles. */
export function isHost(type: string): boolean {
	return Object.values(resourceTypes).some(
		(ourType) => type === `${ours}${ourType}`,
	);
}
