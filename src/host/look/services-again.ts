import type { Desired } from "../../model/desired.ts";
import { isServerKey, serviceOfKey } from "../../model/rule-key.ts";
import { sh } from "../../ssh/shell.ts";
import { readListing } from "./listing.ts";

/** Services of which only real servers change, in a table that is large beside them. */
export interface ChangedServices {
	readonly services: readonly string[];
	/** The whole table before the change. */
	readonly before: Desired["ipvs"];
}

/** What a listing calls it -> the option (ipvsadm.c, fwd_name and fwd_switch). */
const methods: Readonly<Record<string, string>> = {
	Local: "-g",
	Masq: "-m",
	Route: "-g",
	Tunnel: "-i",
};

export function probeServices({ services }: ChangedServices): string {
	return sh`for service in ${services}; do ipvsadm -Ln $service; done`;
}

/** The table after the change. */
export function withServices(
	{ services, before }: ChangedServices,
	lines: readonly string[],
): Record<string, string> {
	const rest = Object.entries(before).filter(
		([key]) => !isServerKey(key) || !services.includes(serviceOfKey(key)),
	);
	const listed = readListing(lines).filter(({ key }) => isServerKey(key));
	return Object.fromEntries([
		...rest,
		...listed.map(({ key, columns: [method = "", weight] }) => [
			key,
			`${methods[method] ?? method} -w ${weight}`,
		]),
	]);
}
