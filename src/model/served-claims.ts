import { type Claim, machineNames, type ServedClaim } from "./claim.ts";
import type { realServerSchema } from "./schema.ts";
import type { EntrySketch } from "./sketch.ts";

/** The claim of each real server to serve these names. */
export function servedClaims(
	realServers: readonly EntrySketch<typeof realServerSchema>[],
	what: Pick<ServedClaim, "path" | "port" | "names" | "tls" | "redirects">,
): Claim[] {
	return realServers.map(({ name, values: { host, address } }) => ({
		kind: "served",
		...what,
		realServer: name,
		machine: machineNames(host, address),
	}));
}
