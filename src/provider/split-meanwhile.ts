import type { Desired } from "../model/desired.ts";
import type { DesiredFailover } from "../model/desired-failover.ts";
import { isKnown } from "./read-desired.ts";

type Peers = DesiredFailover["peers"];

/**
 * Why two directors have the VIP while this change goes from one to the next, each with its prevention. Notes for the preview: only the first director that
 * changes has them, as they are the same for all.
 *
 * @param name of this director.
 */
export function splitMeanwhile(
	name: string,
	before: Desired,
	now: Desired,
): string[] {
	const was = isKnown(before) ? before.failover : undefined;
	if (was === undefined || !isKnown(now)) return [];
	const { failover: is } = now;
	const peers = is?.peers ?? {};
	const stay = Object.keys(peers).filter((each) =>
		Object.values(was.peers).includes(peers[each] ?? ""),
	);
	const move = Object.keys(peers).filter(
		(each) => was.peers[each] !== undefined && !stay.includes(each),
	);
	const later = is?.later?.names ?? [];
	if (![...stay, ...move].every((each) => later.includes(each))) return [];
	const leave = Object.keys(was.peers).filter(
		(each) =>
			!Object.values(peers).includes(was.peers[each] ?? "") &&
			!move.includes(each),
	);
	return [
		...(leave.length === 0 ? [] : [leaving(leave, now)]),
		...move.map((each) => moving(each, was.peers, peers, now)),
		...(stay.length === 0
			? []
			: [...otherAdverts(before, now), ...hearsNobody(name, before, now)]),
	];
}

function leaving(names: readonly string[], { vip }: Desired): string {
	const all = names.join(" and ");
	const [they, take, are] =
		names.length === 1
			? ["it", "takes", "is"]
			: ["one of them", "takes", "are"];
	return `this director no longer agrees with ${all}: ${they} ${take} ${vip} then, and two have it until ${all} ${are} taken back at the end of up; unless ${names.length === 1 ? "it is" : "they are"} away or out already, first: ${names.map((name) => `lvsctl standby ${name}`).join("; ")}`;
}

/** A director that keeps its name and has another address: until it is changed too, this one sends to an address that is nobody's yet. */
function moving(name: string, was: Peers, is: Peers, { vip }: Desired): string {
	return `${name} has another address, ${is[name]} in place of ${was[name]}: until it is changed too it hears nothing of this director and takes ${vip}, and two have it; to prevent it, unless it is away, first: lvsctl standby ${name}, and afterwards: lvsctl standby ${name} --end`;
}

/** What makes a director deaf to one that is not changed yet, as keepalived drops such adverts. */
function otherAdverts(before: Desired, now: Desired): string[] {
	const [was, is] = [before, now].map(told);
	const differ =
		was?.routerId !== is?.routerId
			? `the number of the directors is another one, ${is?.routerId} in place of ${was?.routerId}`
			: was?.addresses !== is?.addresses
				? `directors tell each other of other addresses, ${is?.addresses} in place of ${was?.addresses}`
				: undefined;
	return differ === undefined
		? []
		: [
				`${differ}: one that is changed and one that is not do not hear each other, and two have ${now.vip} until the last one is changed; to prevent it take out all but one first (lvsctl standby NAME), and let them in afterwards (lvsctl standby NAME --end)`,
			];
}

/** What adverts say. In a state of an earlier version that is the VIP and the gateway. */
function told({ vip, failover }: Desired) {
	const addresses = failover?.adverts?.addresses ?? [vip, failover?.gateway];
	return {
		routerId: failover?.routerId,
		addresses: addresses.filter((each) => each !== undefined).join(", "),
	};
}

/**
 * Why this director takes the VIP from one that has it as soon as it is changed, although that one hears it: it is at another address than the
 * others send to, or waits less long for an advert than they take. keepalived learns their pace with the first advert that it hears, and
 * begins anew with its own when it reads its file again. The pace of a state of an earlier version is not known, and is not asked about.
 */
function hearsNobody(name: string, before: Desired, now: Desired): string[] {
	const was = before.failover?.adverts?.seconds;
	const is = now.failover?.adverts?.seconds;
	const reason =
		before.ownAddress !== now.ownAddress
			? `this director has another address, ${now.ownAddress} in place of ${before.ownAddress}, and the others send to that one until they are changed`
			: was !== undefined && is !== undefined && was > missed * is
				? `this director waits for ${missed} adverts, one each ${is} s, and another one sends one each ${was} s until it is changed`
				: undefined;
	return reason === undefined
		? []
		: [
				`${reason}: where another one has ${now.vip}, this one takes it as soon as it is changed, and for a moment two may have it; to prevent it, first: lvsctl failover ${name}`,
			];
}

/** After so many a director takes over: what keepalived does where a file names no other number, as ours. */
const missed = 3;
