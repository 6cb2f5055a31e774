import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateHome } from "../../lab/directory.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { PulumiError } from "../pulumi/pulumi-error.ts";
import { exportStack, hostsAmong, unwrapSecret } from "../stack/deployed.ts";
import { UsageError } from "../usage-error.ts";
import { hostNamed } from "./host-named.ts";
import { staysThere } from "./stays-there.ts";
import { type ExportedState, withoutResources } from "./without-resources.ts";

interface Placed extends HostInputs {
	/** Its place in the state. */
	readonly place: number;
	readonly urn: string;
	readonly protect: boolean;
	/** Another machine already has its place. */
	readonly replaced: boolean;
}

/** A host that is to leave the state of a stack, in all its roles. */
export interface Leaving {
	/** The word by which the user named it. */
	readonly name: string;
	readonly stack: string;
	/** How it was reached: `root@192.0.2.67:22`. */
	readonly host: string;
	readonly roles: readonly {
		readonly component: string;
		readonly role: string;
		readonly name: string;
		/** What it has of ours, a line for each kind: it stays there. */
		readonly stays: readonly string[];
	}[];
}

/** A host that left, and what is left to do. */
export interface Forgotten extends Leaving {
	/** The file that has the state as it was. */
	readonly copy: string;
	/** Whether the declaration still has it. False if it was replaced by another machine. */
	readonly declared: boolean;
	/** Directors that send it its share until the next `up`. */
	readonly directors: readonly {
		readonly cluster: string;
		readonly director: string;
	}[];
}

/**
 * Takes a host that is gone for good out of the state of a stack, in all its roles, and touches no host.
 *
 * @param word its name in the declaration, or its address
 * @param agree is called before anything is done, and asks the user
 * @returns what was done; undefined if the user did not agree.
 */
export async function forgetHost(
	stack: Stack,
	word: string,
	agree: (leaving: Leaving) => Promise<boolean>,
): Promise<Forgotten | undefined> {
	const hosts = hostsIn(JSON.parse(await exportStack(stack), unwrapSecret));
	const forgotten = hostNamed(word, hosts);
	const held = forgotten.find(({ protect }) => protect);
	if (held !== undefined)
		throw new UsageError(
			`${word}: the stack protects it; first: pulumi state unprotect '${held.urn}'`,
		);
	const leaving = leavingOf(stack.name, word, forgotten);
	if (!(await agree(leaving))) return undefined;
	const before: ExportedState = JSON.parse(
		await askPulumi(["stack", "export"], stack),
	);
	const { resources = [] } = before.deployment;
	if (forgotten.some(({ place, urn }) => resources[place]?.urn !== urn))
		throw new PulumiError(
			`${stack.folder}: the stack was changed meanwhile; run again`,
			3,
		);
	const copy = keep(before, stack.name, word);
	await importState(
		stack,
		withoutResources(before, new Set(forgotten.map(({ place }) => place))),
	);
	const present = forgotten.filter(({ replaced }) => !replaced);
	return {
		...leaving,
		copy,
		declared: present.length > 0,
		directors: stillSending(present, hosts),
	};
}

function hostsIn({ deployment: { resources = [] } }: ExportedState): Placed[] {
	return hostsAmong(resources).map(({ host, resource, place }) => ({
		...host,
		place,
		urn: resource.urn,
		protect: resource.protect ?? false,
		replaced: resource.delete ?? false,
	}));
}

function leavingOf(
	stack: string,
	name: string,
	forgotten: readonly Placed[],
): Leaving {
	const [{ connection } = { connection: { address: "" } }] = forgotten;
	return {
		name,
		stack,
		host: hostLabel(connection),
		roles: forgotten.map((host) => ({
			component: host.component,
			role: host.role,
			name: host.name,
			stays: staysThere(host),
		})),
	};
}

function stillSending(
	forgotten: readonly Placed[],
	hosts: readonly Placed[],
): Forgotten["directors"] {
	return hosts
		.filter(
			(host) =>
				host.role === "director" &&
				!host.replaced &&
				!forgotten.includes(host) &&
				forgotten.some(
					({ role, component }) =>
						role === "real-server" && component === host.component,
				),
		)
		.map(({ component, name }) => ({ cluster: component, director: name }));
}

async function importState(stack: Stack, state: ExportedState): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), "lvs-state-"));
	try {
		const file = write(folder, "state.json", state);
		await askPulumi(["stack", "import", "--file", file], stack);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Its secrets are encrypted as in the stack. @returns the path */
function keep(state: ExportedState, stack: string, word: string): string {
	const folder = join(stateHome(process.env), "forgotten");
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const when = new Date().toISOString().replaceAll(":", "-");
	const name = `${stack}-${word}-${when}.json`.replaceAll("/", "-");
	return write(folder, name, state);
}

function write(folder: string, name: string, state: ExportedState): string {
	const path = join(folder, name);
	writeFileSync(path, JSON.stringify(state), { mode: 0o600 });
	return path;
}
