import type { UsersData } from "../../host/operations/users-data.ts";
import { isDatabase } from "../../model/users-data.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** Data of users that others keep. */
export interface Elsewhere extends UsersData {
	/** The application to which it belongs. */
	readonly component: string;
}

/** A host, and one kind of users' data that it keeps. */
export interface Kept extends UsersData {
	readonly host: HostInputs;
}

/**
 * All data of users in databases, in shared directories, and on single real servers. Databases come first: files that they name are then in the copy of the
 * files.
 */
export function withData(hosts: readonly HostInputs[]): Kept[] {
	const all = hosts.flatMap((host) =>
		Object.entries(host.desired.data ?? {}).map(([what, place]) => ({
			host,
			what,
			place,
		})),
	);
	return [
		...all.filter(({ what }) => isDatabase(what)),
		...all.filter(({ what }) => !isDatabase(what)),
	];
}

/** Data of applications that others keep: no copy contains it. If several real servers have the same data, it is listed once. */
export function keptElsewhere(hosts: readonly HostInputs[]): Elsewhere[] {
	const all = hosts.flatMap(({ component, desired }) =>
		Object.entries(desired.elsewhere ?? {}).map(([what, place]) => ({
			component,
			what,
			place,
		})),
	);
	return all.filter(
		(one, index) =>
			all.findIndex(
				({ component, what }) =>
					component === one.component && what === one.what,
			) === index,
	);
}
