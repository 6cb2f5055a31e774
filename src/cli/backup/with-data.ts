import type { UsersData } from "../../host/operations/users-data.ts";
import { isDatabase } from "../../model/users-data.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** Users' data that others keep. */
export interface Elsewhere extends UsersData {
	/** Of the application. */
	readonly component: string;
}

/** A host, and one thing of users' that it keeps. */
export interface Kept extends UsersData {
	readonly host: HostInputs;
}

/** All that users have in databases, shared directories, and those of an only real server. Databases come first: what they name is then among the files. */
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

/** What applications have and others keep: no copy has it. The same of several real servers is one thing. */
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
