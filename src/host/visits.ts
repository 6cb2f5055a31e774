import type { Desired } from "../model/desired.ts";

/** Where visitors come to a real server, by TCP. */
export interface Visit {
	/** The VIP, or where the director rewrites it (NAT) the real server's own. */
	readonly address: string;
	/** Undefined: any. */
	readonly ports: readonly number[] | undefined;
}

/** Where they come to the role of a real server. Empty for all other roles. */
export function visits({
	ownAddress,
	ipvs,
	vip,
	passes = {},
}: Desired): Visit[] {
	if (ownAddress === undefined || Object.keys(ipvs).length > 0) return [];
	return Object.values(passes).flatMap(({ hooks, protocol, to, toPorts }) =>
		hooks.includes("input") &&
		protocol === "tcp" &&
		(to === ownAddress || (to !== undefined && to === vip))
			? [{ address: to, ports: toPorts }]
			: [],
	);
}
