import { serviceOfKey } from "../ipvs/key.ts";
import { ruleKey } from "../ipvs/rule.ts";
import { clientTable } from "./client-table.ts";
import type { Desired } from "./desired.ts";

/** As much of what a director is to have as decides whether a service can do without one of its real servers. */
export type Balances = Pick<
	Desired,
	"ipvs" | "checks" | "quorums" | "sorryServers" | "failover"
>;

/** The same of those services alone that clients use and one of these addresses serves, so that little of a large table is kept. */
export function balancesOf(
	desired: Balances,
	addresses: readonly string[],
): Balances {
	const services = new Set(
		[...clientTable(desired).values()].flatMap((rule) =>
			rule.kind === "server" && addresses.includes(rule.address.text)
				? [serviceOfKey(ruleKey(rule))]
				: [],
		),
	);
	const isTheirs = (key: string) => services.has(serviceOfKey(key));
	const { ipvs, checks = {}, quorums = {}, sorryServers = {} } = desired;
	const kept = {
		checks: Object.fromEntries(
			Object.entries(checks).flatMap(
				([place, { realServer, asks, outSeconds, rules }]) => {
					const theirs = rules.filter(isTheirs);
					return theirs.length === 0
						? []
						: [[place, { realServer, asks, outSeconds, rules: theirs }]];
				},
			),
		),
		quorums: only(quorums, isTheirs),
		sorryServers: only(sorryServers, isTheirs),
	};
	return {
		ipvs: only(ipvs, isTheirs),
		...Object.fromEntries(
			Object.entries(kept).filter(([, part]) => Object.keys(part).length > 0),
		),
	};
}

function only<Value>(
	all: Readonly<Record<string, Value>>,
	isKept: (key: string) => boolean,
): Record<string, Value> {
	return Object.fromEntries(Object.entries(all).filter(([key]) => isKept(key)));
}
