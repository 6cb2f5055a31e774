/** Exit statuses of our own scripts; the rest is whatever failed. */
export const exits = { locked: 65, stale: 66, failed: 70 } as const;

/** How long an operation waits for another on the same host, in seconds. */
const patienceSeconds = 60;

/**
 * Shell text that takes the host's lock for the rest of the script: shared to look, exclusive to change.
 * A look and the change planned from it are two executions; the generation tells whether another operation came between.
 */
export function lock(kind: "shared" | "exclusive"): string {
	const flag = kind === "shared" ? "-s" : "-x";
	return `[ -d /run/pulumi-lvs ] || mkdir -p /run/pulumi-lvs
exec 9>>/run/pulumi-lvs/lock
flock ${flag} -w ${patienceSeconds} 9 || {
	echo "@holder"; cat /run/pulumi-lvs/holder 2>/dev/null
	exit ${exits.locked}
}`;
}
