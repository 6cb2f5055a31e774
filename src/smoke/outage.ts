import type { Check } from "./check.ts";
import type {
	OutageArgs,
	OutageDeclared,
	OutageResolved,
} from "./outage-shapes.ts";
import { resolveOutage } from "./resolve-outage.ts";
import { runOutage } from "./run-outage.ts";

/**
 * Rehearses a failure while the client asks, takes it back, and compares what was lost with the limits. It runs alone, after all other checks, and only where
 * those passed. `lvsctl check` leaves it out, unless `--outages` asks for it.
 */
export function outage(args: OutageArgs): OutageDeclared {
	return { kind: "outage", ...args };
}

export const outageCheck: Check<OutageDeclared, OutageResolved> = {
	alone: true,
	resolve: (declared, cluster, _named, hosts = { machines: [] }) =>
		resolveOutage(declared, cluster, hosts),
	run: (resolved, client, _other, machines = {}) =>
		runOutage(resolved, client, machines),
};
