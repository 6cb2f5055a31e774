import { serverKey, serverOfKey } from "../ipvs/key.ts";
import { ruleKey } from "../ipvs/rule.ts";
import type { Balances } from "../model/balances.ts";
import { clientTable } from "../model/client-table.ts";
import { healthLine, isOut } from "./health-lines.ts";
import type { Observed } from "./observed.ts";

/** What a director knows of real servers that get no new connections, and whether it has the VIP. */
export interface WhoIsOut
	extends Pick<Observed, "drained" | "layers" | "health"> {
	readonly hasVip: boolean;
}

/** A director, and what it knows of real servers that get no new connections. */
export interface Asked {
	readonly name: string;
	readonly desired: Balances;
	readonly out: WhoIsOut;
}

/** Key of the rule of a real server in a service -> why it gets no new connections there, as a clause. */
export type Out = ReadonlyMap<string, string>;

/**
 * Real servers that already get no new connections, if any director of a cluster says so: whichever director has the VIP, they do not serve then. Pure.
 *
 * @param nameOf returns the declared name for an address.
 */
export function outAlready(
	directors: readonly Asked[],
	nameOf: (address: string) => string,
): Out {
	const out = new Map<string, string>();
	for (const director of directors) {
		const failing = failingOf(director);
		const sorry = sorryOf(director.desired);
		for (const rule of clientTable(director.desired).values()) {
			if (rule.kind === "service") continue;
			const key = ruleKey(rule);
			const address = rule.address.text;
			const why =
				address in director.out.drained ||
				// a drain may have ended by a clock that nobody has set yet
				director.out.layers[key]?.by === "drain"
					? `${nameOf(address)} is drained on ${director.name}`
					: (failing.get(key) ??
						(rule.weight === 0 && !sorry.has(key)
							? `${nameOf(address)} has weight 0`
							: undefined));
			if (why !== undefined && !out.has(key)) out.set(key, why);
		}
	}
	return out;
}

/** The real servers that fail their checks. Those that serve clients are found by their weight in the table; a sorry server is found by its verdict. */
function failingOf({
	desired,
	out: { layers, health },
}: Asked): ReadonlyMap<string, string> {
	const { checks = {} } = desired;
	const sorry = sorryOf(desired);
	const failing = new Map<string, string>();
	for (const [place, check] of Object.entries(checks)) {
		const found = health[place];
		for (const key of check.rules)
			if (
				found !== undefined &&
				isOut(found) &&
				(sorry.has(key) || layers[key]?.by === "check")
			)
				failing.set(key, `${check.realServer} ${healthLine(check, found)}`);
	}
	for (const [key, { by }] of Object.entries(layers))
		if (by === "check" && !failing.has(key))
			failing.set(key, `${serverOfKey(key)} fails its check`);
	return failing;
}

/** Keys of the rules of sorry servers, whose weight is 0 while they are not needed. */
function sorryOf({ sorryServers = {} }: Balances): ReadonlySet<string> {
	return new Set(
		Object.entries(sorryServers).map(([service, server]) =>
			serverKey(service, server),
		),
	);
}
