import { equal } from "../../host/equal.ts";
import type { DeployedHost } from "../stack/deployed.ts";
import type { Look } from "./look-first.ts";

/**
 * The looks that still matter after an `up` that succeeded. Three kinds of hosts are left out: one that `up` changed, as it was looked at again and has another
 * revision now; one that is no longer declared; and one with another connection, which may lead to another machine.
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
