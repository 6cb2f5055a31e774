import type { UsersData } from "../../host/operations/users-data.ts";
import { isDatabase } from "../../model/users-data.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** A host, and one thing of users' that it keeps. */
export interface Kept extends UsersData {
	readonly host: HostInputs;
}

/** All that users have in databases and shared directories. Databases come first: what they name is then among the files. */
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
