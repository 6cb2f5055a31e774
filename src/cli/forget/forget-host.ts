import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stateHome } from "../../lab/directory.ts";
import type { HostInputs } from "../../provider/host-resource.ts";
import { hostLabel } from "../../ssh/host-label.ts";
import { confirm } from "../confirm.ts";
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
}

/**
 * Takes a host that is gone for good out of the state of a stack, in all its roles, and touches no host.
 *
 * @param word its name in the declaration, or its address
 * @param yes asks nothing
 * @returns whether it was done: on a terminal the user may say no.
 */
export async function forgetHost(
	stack: Stack,
	word: string,
	{ yes, say }: { readonly yes: boolean; say(line: string): void },
): Promise<boolean> {
	const hosts = hostsIn(JSON.parse(await exportStack(stack), unwrapSecret));
	const forgotten = hostNamed(word, hosts);
	const held = forgotten.find(({ protect }) => protect);
	if (held !== undefined)
		throw new UsageError(
			`${word}: the stack protects it; first: pulumi state unprotect '${held.urn}'`,
		);
	for (const line of announcement(stack.name, forgotten)) say(line);
	if (!(await confirm(`Forget ${word}?`, yes))) {
		say("nothing was changed");
		return false;
	}
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
	for (const line of whatNow(word, forgotten, hosts, copy)) say(line);
	return true;
}

function hostsIn({ deployment: { resources = [] } }: ExportedState): Placed[] {
	return hostsAmong(resources).map(({ host, resource, place }) => ({
		...host,
		place,
		urn: resource.urn,
		protect: resource.protect ?? false,
	}));
}

function announcement(stack: string, forgotten: readonly Placed[]): string[] {
	const [{ connection } = { connection: { address: "" } }] = forgotten;
	return [
		`stack ${stack}: ${hostLabel(connection)} is taken out of the state. The host is not touched. If it ever comes back, it still has`,
		...forgotten.flatMap((host) => [
			`as ${host.component} ${host.role} ${host.name}:`,
			...staysThere(host).map((line) => `  ${line}`),
		]),
	];
}

function whatNow(
	word: string,
	forgotten: readonly Placed[],
	hosts: readonly Placed[],
	copy: string,
): string[] {
	const directors = hosts.filter(
		(host) =>
			host.role === "director" &&
			!forgotten.includes(host) &&
			forgotten.some(
				({ role, component }) =>
					role === "real-server" && component === host.component,
			),
	);
	return [
		`${word} is forgotten. The state as it was: ${copy} (pulumi stack import --file brings it back)`,
		`Take ${word} out of the declaration: otherwise the next up makes it anew.`,
		...directors.map(
			({ component, name }) =>
				`${name} still sends it its share of cluster ${component}: the next up without ${word} in the declaration removes those rules.`,
		),
	];
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
