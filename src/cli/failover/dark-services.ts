import { isGood } from "../../host/health-lines.ts";
import { ruleKey, serversByService } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { Seen } from "./seen.ts";

/** A service of which no real server that passes would get clients if a director had the VIP. */
export interface DarkService {
	readonly service: string;
	/** Whether each of its real servers fails its check there. If not, some are drained, or fewer pass than its quorum. */
	readonly allFail: boolean;
}

/**
 * The services of a director that would be dark there. Also those whose real servers stay in although all of them fail: elsewhere they may pass, and then they
 * cannot be reached from this director. Pure.
 */
export function darkServices({
	host: { desired },
	found: { layers, health },
}: Pick<Seen, "host" | "found">): DarkService[] {
	const failing = new Set(
		Object.entries(desired.checks ?? {}).flatMap(([place, { rules }]) => {
			const found = health[place];
			return found === undefined || isGood(found) ? [] : rules;
		}),
	);
	// a table may be large, and most directors have nothing to tell
	if (failing.size === 0 && Object.keys(layers).length === 0) return [];
	const fails = (key: string) =>
		failing.has(key) || layers[key]?.by === "check";
	const isOut = (key: string) =>
		fails(key) || layers[key]?.weight === 0 || layers[key]?.weight === "out";
	return [...serversByService(clientTable(desired))].flatMap(
		([service, servers]) => {
			const keys = servers.filter(({ weight }) => weight > 0).map(ruleKey);
			return keys.length > 0 && keys.every(isOut)
				? [{ service, allFail: keys.every(fails) }]
				: [];
		},
	);
}

/** What is so of such a service there. */
export function darkWords({ service, allFail }: DarkService): string {
	return allFail
		? `every real server of ${service} fails its check there`
		: `no real server of ${service} that passes gets clients there`;
}

/**
 * Why a director could not serve what the one that has the VIP serves; undefined: it could, or nobody serves it there either, so that a move may be the rescue.
 * Pure.
 */
export function darkBeside(target: Seen, holder: Seen): string | undefined {
	const dark = darkServices(target);
	if (dark.length === 0) return undefined;
	const there = new Set(darkServices(holder).map(({ service }) => service));
	const worse = dark.find(({ service }) => !there.has(service));
	return (
		worse &&
		`${darkWords(worse)}, and ${worse.allFail ? "not every one" : "one does"} on ${holder.host.name}; lvsctl status says why`
	);
}
