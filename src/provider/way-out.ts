import { UnreachableError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { machineLabel } from "../ssh/host-label.ts";

/** The error of a host that the state knows and that does not answer ends with what to do meanwhile, and where it never will. */
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
	// where a jump host is away, the host behind it may be well
	return error instanceof UnreachableError && !error.isJump
		? error.advising(
				leaving
					? `If this host is gone for good: lvsctl forget ${name} (or '${machineLabel(connection)}', where another machine has its name by now).`
					: `While it is away, the rest can be changed: lvsctl up . --exclude '**${component}-${name}'.
  If this host is gone for good: lvsctl forget ${name}, and take it out of the declaration.`,
			)
		: error;
}
