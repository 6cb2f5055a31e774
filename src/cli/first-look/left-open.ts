import { equal } from "../../host/equal.ts";
import type { DeployedHost } from "../stack/deployed.ts";
import type { Look } from "./look-first.ts";

/**
 * Of what a look told, what an `up` that succeeded has not dealt with. A change looks at the host itself, and gives it another
 * revision; a host that left the declaration is no matter any more; with another connection another machine may be meant.
 *
 * @param after the hosts that the state has now
 */
export function leftOpen(
	looks: readonly Look[],
	after: readonly DeployedHost[],
): Look[] {
	const now = new Map(after.map((host) => [host.urn, host]));
	return looks.filter(({ host }) => {
		const later = now.get(host.urn);
		return (
			later !== undefined &&
			later.revision === host.revision &&
			equal(later.connection, host.connection)
		);
	});
}
