import type { FailoverStatus, VipStatus } from "./look-at.ts";

/** A host as `lvsctl status` found it. */
interface Seen {
	readonly component: string;
	readonly role: string;
	readonly name: string;
	readonly failover?: FailoverStatus | undefined;
	readonly vip?: VipStatus | undefined;
	readonly unseen?: string;
}

/**
 * What is wrong with the directors of clusters that have several: of each, one must have the VIP. Nothing is said of a cluster without a VIP
 * of which one director was not seen: that one may have it. One that is the only one by now counts too: another may not be taken back yet.
 */
export function vipProblems(hosts: readonly Seen[]): string[] {
	const directors = hosts.filter(({ role }) => role === "director");
	const clusters = new Set(directors.map(({ component }) => component));
	return [...clusters].flatMap((cluster) => {
		const all = directors.filter(({ component }) => component === cluster);
		const holders = all.filter((seen) => vipOf(seen)?.hasVip);
		const [vip] = all.flatMap((seen) => vipOf(seen)?.vip ?? []);
		if (holders.length > 1)
			return [
				`cluster ${cluster}: ${namesOf(holders)} have ${vip} at the same time (split brain): ${whyTwo(holders)}`,
			];
		const agree = all.filter(({ failover }) => failover !== undefined);
		return agree.length > 0 &&
			holders.length === 0 &&
			all.every(({ unseen }) => unseen === undefined)
			? [
					`cluster ${cluster}: no director has ${vip}, so no client is served. ${agree.every(({ failover }) => failover?.found?.takenOut) ? "All are taken out: lvsctl standby NAME --end" : `If this stays so for more than some seconds, look at why: journalctl -u lvs-${cluster}-failover, on a director`}`,
				]
			: [];
	});
}

function vipOf({ failover, vip }: Seen): VipStatus | undefined {
	return failover ?? vip;
}

function whyTwo(holders: readonly Seen[]): string {
	const alone = holders.filter(({ failover }) => failover === undefined);
	if (alone.length === 0)
		return "they do not hear each other's adverts, or one is just handing over. Look for a filter or a link that drops IP protocol 112 between them; when they hear each other again, one gives it up by itself";
	const others = holders.filter((each) => !alone.includes(each));
	return `${namesOf(alone)} is the only director that is declared, and agrees with no other any more. ${
		others.length === 0
			? "Run up, which takes back what is declared no more"
			: `Take the other one out, and run up: ${others.map(({ name }) => `lvsctl standby ${name}`).join("; ")}`
	}`;
}

function namesOf(hosts: readonly Seen[]): string {
	return hosts.map(({ name }) => name).join(" and ");
}
