import { listedServers } from "../../ipvs/listing.ts";
import { serviceKey, type Table, tableOf } from "../../ipvs/rule.ts";
import { sh } from "../../ssh/shell.ts";

/** Services in which only real servers changed. They are few, compared to the table. */
export interface ChangedServices {
	/** The keys of these services. */
	readonly services: readonly string[];
	/** The whole table before the change. */
	readonly before: Table;
}

export function probeServices({ services }: ChangedServices): string {
	return sh`for service in ${services}; do ipvsadm -Ln $service; done`;
}

/** The table after the change: the table before it, with the changed services as they are listed now. */
export function withServices(
	{ services, before }: ChangedServices,
	lines: readonly string[],
): Table {
	const rest = [...before.values()].filter(
		(rule) =>
			rule.kind === "service" || !services.includes(serviceKey(rule.service)),
	);
	const listed = listedServers(lines).filter(({ service }) =>
		before.has(serviceKey(service)),
	);
	return tableOf([...rest, ...listed]);
}
