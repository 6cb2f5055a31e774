import { UnreachableError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { machineLabel } from "../ssh/host-label.ts";

/** Adds advice to the error of a known host that does not answer: what to do meanwhile, and what to do if it never will. */
export function wayOut(
	error: unknown,
	{
		component,
		name,
		connection,
	}: {
		readonly component: string;
		readonly name: string;
		readonly connection: HostConnection;
	},
	leaving = false,
): unknown {
	// if a jump host cannot be reached, the host behind it may be well
	return error instanceof UnreachableError && !error.isJump
		? error.advising(
				leaving
					? `If this host is gone for good: lvsctl forget ${name} (or '${machineLabel(connection)}', if another machine now has its name).`
					: `While it is away, the rest can be changed: lvsctl up . --exclude '**${component}-${name}'.
  If this host is gone for good: lvsctl forget ${name}, and take it out of the declaration.`,
			)
		: error;
}
