import type { Desired, HostState } from "../../model/desired.ts";
import { everyKind } from "../kinds/every-kind.ts";
import type { Observed } from "../observed.ts";
import { type Secrets, withSecrets } from "../secrets.ts";
import { passing } from "./filtered.ts";

/**
 * What was observed, in the shape of the desired state. It differs from the desired state in just the lines that drifted, and
 * equals it where nothing drifted. `refresh` stores it, so that refresh and the next preview show the drift.
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
	return {
		...declared,
		...found,
		// A passage that a filter stops counts as missing. Then `up` comes to the host, and refuses it with the rule.
		...(declared.passes === undefined
			? {}
			: { passes: passing(declared, observed) }),
	};
}
