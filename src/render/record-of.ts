import type { Role } from "../model/desired.ts";

/** Where the scripts keep what they must know later. It goes with the role. */
export function recordOf(name: string, role: Role): string {
	return `/var/lib/pulumi-lvs/${name}-${role}`;
}
