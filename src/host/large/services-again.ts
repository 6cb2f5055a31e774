import { parseEndpoint } from "../../ipvs/address.ts";
import { serverOfKey, serviceOfKey } from "../../ipvs/key.ts";
import { readListing } from "../../ipvs/listing.ts";
import {
	matchOf,
	type ServerRule,
	serviceKey,
	type Table,
	tableOf,
} from "../../ipvs/rule.ts";
import { sh } from "../../ssh/shell.ts";

/** Services that changed in their real servers only, few of them compared to the table. */
export interface ChangedServices {
	/** The keys of these services. */
	readonly services: readonly string[];
	/** The whole table before the change. */
	readonly before: Table;
}

/** The word of a listing for a method (ipvsadm.c, fwd_name and fwd_switch) -> the method. */
const methods: Readonly<Record<string, ServerRule["method"]>> = {
	Local: "g",
	Masq: "m",
	Route: "g",
	Tunnel: "i",
};

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
	const listed = readListing(lines).flatMap(
		({ key, columns: [method = "", weight] }): ServerRule[] => {
			const owner = before.get(serviceOfKey(key));
			const server = parseEndpoint(serverOfKey(key));
			return owner === undefined || server === undefined
				? []
				: [
						{
							kind: "server",
							service: matchOf(owner),
							...server,
							method: methods[method] ?? "g",
							weight: Number(weight),
							tunnel: undefined,
							upper: 0,
							lower: 0,
							others: [],
						},
					];
		},
	);
	return tableOf([...rest, ...listed]);
}
