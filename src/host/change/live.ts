import type { Desired, HostState } from "../../model/desired.ts";
import { everyKind } from "../kinds/every-kind.ts";
import type { Observed } from "../observed.ts";
import { type Secrets, withSecrets } from "../secrets.ts";

/**
 * What was observed, in the shape of what is desired: equal to it where nothing drifted, and otherwise different in
 * just the lines that drifted. It is what `refresh` stores, so that it and the next preview show the drift.
 */
export function live(
	declared: Desired,
	observed: Observed,
	secrets: Secrets = {},
): Desired {
	const view = { declared, filled: withSecrets(declared, secrets), observed };
	const found = Object.fromEntries(
		everyKind.map(([name, kind]) => [name, kind.live(view)]),
	) as unknown as HostState;
	return { ...declared, ...found };
}
