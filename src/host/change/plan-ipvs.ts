import { isServerKey, serviceOfKey } from "../../model/rule-key.ts";

/** IPVS key -> attributes; see Desired. */
type Rules = Readonly<Record<string, string>>;

/** What brings the kernel's table to the wanted rules, as `ipvsadm -R` lines. */
export interface IpvsPlan {
	/** New services, new servers, edits with the full attributes: a service is never without the servers it keeps. */
	readonly changes: readonly string[];
	/** A service gets another scheduler: for a moment it has none, and the kernel refuses connections. */
	readonly reschedules: boolean;
	/** Real servers that are to go, and the line that lets no new connection come to them. */
	readonly leaving: readonly { readonly key: string; readonly line: string }[];
	readonly deletions: readonly string[];
}

const schedulerOf = (attributes = "") => /^-s (\S+)/.exec(attributes)?.[1];

/** Only keys in `ours` are ever deleted: the rest of the table belongs to others. */
export function planIpvs(
	wanted: Rules,
	live: Rules,
	ours: readonly string[],
): IpvsPlan {
	const missing = Object.keys(wanted).filter((key) => live[key] === undefined);
	const different = Object.keys(wanted).filter(
		(key) => live[key] !== undefined && live[key] !== wanted[key],
	);
	const gone = ours.filter(
		(key) => wanted[key] === undefined && live[key] !== undefined,
	);
	const goneServers = gone.filter(isServerKey);
	const line = (command: string) => (key: string) =>
		`${command} ${key} ${wanted[key]}`;
	return {
		changes: [
			...missing.filter((key) => !isServerKey(key)).map(line("-A")),
			...missing.filter(isServerKey).map(line("-a")),
			...different.filter(isServerKey).map(line("-e")),
			...different.filter((key) => !isServerKey(key)).map(line("-E")),
		],
		reschedules: different.some(
			(key) => schedulerOf(live[key]) !== schedulerOf(wanted[key]),
		),
		leaving: goneServers
			.filter((key) =>
				canDrain(wanted[serviceOfKey(key)] ?? live[serviceOfKey(key)]),
			)
			.map((key) => ({
				key,
				line: `-e ${key} ${live[key]?.replace(/-w \d+/, "-w 0")}`,
			})),
		deletions: [
			// deleting a service deletes its servers
			...goneServers
				.filter((key) => !gone.includes(serviceOfKey(key)))
				.map((key) => `-d ${key}`),
			...gone.filter((key) => !isServerKey(key)).map((key) => `-D ${key}`),
		],
	};
}

/** A hash table goes on naming a server of weight 0: its clients would be refused until it is deleted. */
function canDrain(service = ""): boolean {
	const scheduler = schedulerOf(service) ?? "";
	return (
		!["sh", "mh", "dh"].includes(scheduler) ||
		service.includes(`${scheduler}-fallback`)
	);
}
