import { formatAttributes, type Rule } from "../../ipvs/rule.ts";
import type { Status } from "./read-status.ts";

/** The status as `-o json` prints it. Rules have the form of `ipvsadm -Sn`: `-g -w 2`. */
export function statusJson({ services, hosts, problems }: Status) {
	return {
		services: services.map((service) => ({
			...withText(service),
			realServers: service.realServers.map(withText),
		})),
		hosts,
		problems,
	};
}

function withText<
	Row extends { readonly declared: Rule; readonly found: Rule | undefined },
>(row: Row) {
	return {
		...row,
		declared: formatAttributes(row.declared),
		found: row.found && formatAttributes(row.found),
	};
}
