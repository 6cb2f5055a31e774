import { socketTables } from "../host/socket-tables.ts";

/** Above the ports that kernels give to programs by themselves. */
const lowest = 61000;
const highest = 65535;

/**
 * Shell text that prints the used ports of the client, in hexadecimal. Probes of the last minute also use some, as their connections still wait for their end.
 */
export const takenPorts = `awk '{ split($2, at, ":") } at[2] >= "EE48" { print at[2] }' ${socketTables("tcp", "tcp6")}`;

/**
 * The first of so many free ports in a row.
 *
 * @param from where the search begins, 0 to below 1: the beginning of the ports to their end
 */
export function firstFree(
	taken: ReadonlySet<number>,
	count: number,
	from: number,
): number {
	const starts = highest - lowest - count + 2;
	const begin = Math.floor(from * starts);
	const place = Array.from(
		{ length: starts },
		(_, step) => lowest + ((begin + step) % starts),
	).find((first) =>
		Array.from({ length: count }, (_, index) => first + index).every(
			(port) => !taken.has(port),
		),
	);
	return place ?? lowest + begin;
}
