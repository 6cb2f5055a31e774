import { quote } from "../../model/quote.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { UsageError } from "../usage-error.ts";
import { type Deployed, deployed } from "./deployed.ts";
import { stackLine } from "./stack-line.ts";
import { stackOf } from "./stack-of.ts";

/** A stack, and the contents of its state. */
export interface OpenStack extends Deployed {
	readonly stack: Stack;
}

/** Reads the stack that a verb works on, and prints its name and hosts on standard error. */
export async function openStack(
	folder: string,
	given: string | undefined,
): Promise<OpenStack> {
	const stack = await stackOf(folder, given);
	const found = await deployed(stack);
	console.error(stackLine(stack, found.hosts));
	return { ...found, stack };
}

/** As `openStack`, for a stack with hosts in any role: sites may have a stack of their own. @throws UsageError where it has none. */
export async function openHosts(
	folder: string,
	given: string | undefined,
): Promise<OpenStack> {
	const found = await openStack(folder, given);
	if (found.hosts.length === 0)
		throw new UsageError(
			`${folder}: stack ${found.stack.name} has no hosts; run: ${upOf(folder, found.stack)}`,
		);
	return found;
}

/** As `openStack`. @throws UsageError where the stack has no cluster. */
export async function openCluster(
	folder: string,
	given: string | undefined,
): Promise<OpenStack> {
	const found = await openStack(folder, given);
	if (found.directors.length === 0)
		throw new UsageError(
			`${folder}: stack ${found.stack.name} has no cluster; run: ${upOf(folder, found.stack)}`,
		);
	return found;
}

/** The command that brings the stack up. */
export function upOf(folder: string, { name, machines }: Stack): string {
	return `lvsctl up ${quote(folder)}${machines === undefined ? ` --stack ${name}` : ""}`;
}
