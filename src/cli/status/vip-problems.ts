import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "./look-at.ts";
import { namesOf } from "./names-of.ts";

/** A host, and what was found there. */
interface Seen {
	readonly host: Pick<HostInputs, "component" | "role" | "name">;
	readonly found: Pick<Found, "failover" | "vip" | "unseen">;
}

/**
 * What is wrong with the directors of clusters that have several: one director of each must have the VIP. If one director of a cluster was not looked at, a
 * missing VIP is not reported: that director may have it. A director that has become the only one counts too: another one may not have been removed yet.
 */
export function vipProblems(seen: readonly Seen[]): string[] {
	const directors = seen.filter(({ host }) => host.role === "director");
	const clusters = new Set(directors.map(({ host }) => host.component));
	return [...clusters].flatMap((cluster) => {
		const all = directors.filter(({ host }) => host.component === cluster);
		const holders = all.filter(({ found }) => found.vip?.hasVip);
		const [vip] = all.flatMap(({ found }) => found.vip?.vip ?? []);
		if (holders.length > 1)
			return [
				`cluster ${cluster}: ${namesOf(holders)} have ${vip} at the same time (split brain): ${whyTwo(holders)}`,
			];
		const agree = all.filter(({ found }) => found.failover !== undefined);
		return agree.length > 0 &&
			holders.length === 0 &&
			all.every(({ found }) => found.unseen === undefined)
			? [
					`cluster ${cluster}: no director has ${vip}, so no client is served. ${agree.every(({ found }) => found.failover?.found?.takenOut) ? "All are taken out: lvsctl standby NAME --end" : `If this stays so for more than some seconds, look at why: journalctl -u lvs-${cluster}-failover, on a director`}`,
				]
			: [];
	});
}

/** Why two directors have a VIP at the same time, and what to do. */
export function whyTwo(
	holders: readonly {
		readonly host: Pick<HostInputs, "name">;
		readonly found: Pick<Found, "failover">;
	}[],
): string {
	const alone = holders.filter(({ found }) => found.failover === undefined);
	if (alone.length === 0)
		return "they do not hear each other's adverts, or one is just handing over. Look for a filter or a link that drops IP protocol 112 between them; when they hear each other again, one gives it up by itself";
	const others = holders.filter((each) => !alone.includes(each));
	return `${namesOf(alone)} is the only director that is declared, and agrees with no other any more. ${
		others.length === 0
			? "Run up, which removes what is no longer declared"
			: `Take the other one out, and run up: ${others.map(({ host }) => `lvsctl standby ${host.name}`).join("; ")}`
	}`;
}
