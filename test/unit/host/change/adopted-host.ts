import { join } from "node:path";
import type { Desired, Role } from "../../../../src/model/desired.ts";

/** A host as a version of this code left it. record-adopted-hosts.ts writes it. */
export interface AdoptedHost {
	/** What the state of the stack says, with the values of its secrets. */
	readonly desired: Desired;
	/** Lines that the host answered to a look without a mark. */
	readonly answer: readonly string[];
}

/** The file with the host that has a role. */
export function adoptedPath(role: Role): string {
	return join(import.meta.dirname, `adopted/${role}.json`);
}
