import type { FailoverStatus } from "./look-at.ts";

/** A host as `lvsctl status` found it. */
interface Seen {
	readonly component: string;
	readonly role: string;
	readonly name: string;
	readonly failover?: FailoverStatus | undefined;
	readonly unseen?: string;
}

/**
 * What is wrong with the directors of clusters that have several: of each, one must have the VIP. Nothing is said of a cluster without a VIP
 * of which one director was not seen: that one may have it.
 */
export function vipProblems(hosts: readonly Seen[]): string[] {
	const directors = hosts.filter(({ role }) => role === "director");
	const clusters = new Set(
		directors
			.filter(({ failover }) => failover !== undefined)
			.map(({ component }) => component),
	);
	return [...clusters].flatMap((cluster) => {
		const all = directors.filter(({ component }) => component === cluster);
		const vip = all.find(({ failover }) => failover)?.failover?.vip;
		const holders = all.filter(({ failover }) => failover?.hasVip);
		const names = holders.map(({ name }) => name).join(" and ");
		if (holders.length > 1)
			return [
				`cluster ${cluster}: ${names} have ${vip} at the same time (split brain): they do not hear each other's adverts, or one is just handing over. Look for a filter or a link that drops IP protocol 112 between them; when they hear each other again, one gives it up by itself`,
			];
		return holders.length === 0 &&
			all.every(({ unseen }) => unseen === undefined)
			? [
					`cluster ${cluster}: no director has ${vip}, so no client is served. ${all.every(({ failover }) => failover?.found?.takenOut) ? "All are taken out: lvsctl standby NAME --end" : `If this stays so for more than some seconds, look at why: journalctl -u lvs-${cluster}-failover, on a director`}`,
				]
			: [];
	});
}
