/** IPVS key -> attributes; see Desired. */
type Rules = Readonly<Record<string, string>>;

const isServer = (key: string) => key.includes(" -r ");
const serviceOf = (key: string) => key.split(" -r ")[0] ?? key;

/**
 * The `ipvsadm -R` lines that bring the kernel's table to the wanted rules, in the order that never leaves a service
 * without the servers it keeps: new services, new servers, edits with the full attributes, then deletions.
 *
 * Only keys in `ours` are ever deleted: the rest of the table belongs to others.
 */
export function planIpvs(
	wanted: Rules,
	live: Rules,
	ours: readonly string[],
): string[] {
	const missing = Object.keys(wanted).filter((key) => live[key] === undefined);
	const different = Object.keys(wanted).filter(
		(key) => live[key] !== undefined && live[key] !== wanted[key],
	);
	const gone = ours.filter(
		(key) => wanted[key] === undefined && live[key] !== undefined,
	);
	const line = (command: string) => (key: string) =>
		`${command} ${key} ${wanted[key]}`;
	return [
		...missing.filter((key) => !isServer(key)).map(line("-A")),
		...missing.filter(isServer).map(line("-a")),
		...different.filter(isServer).map(line("-e")),
		...different.filter((key) => !isServer(key)).map(line("-E")),
		// deleting a service deletes its servers
		...gone
			.filter((key) => isServer(key) && !gone.includes(serviceOf(key)))
			.map((key) => `-d ${key}`),
		...gone.filter((key) => !isServer(key)).map((key) => `-D ${key}`),
	];
}
