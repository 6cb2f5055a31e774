import type { Desired } from "../model/desired.ts";
import { isKnown } from "./read-desired.ts";

/**
 * Why two directors have the VIP while this change goes from one to the next, each with what prevents it. Notes for the preview: the first director that
 * changes has them, as they are the same for all.
 */
export function splitMeanwhile(before: Desired, now: Desired): string[] {
	if (!isKnown(before) || !isKnown(now) || before.failover === undefined)
		return [];
	const was = Object.entries(before.failover.peers);
	const is = Object.entries(now.failover?.peers ?? {});
	const stay = is.filter(([, address]) =>
		was.some(([, earlier]) => earlier === address),
	);
	const later = now.failover?.later?.names ?? [];
	if (!stay.every(([name]) => later.includes(name))) return [];
	const leave = was.flatMap(([name, address]) =>
		is.some(([, each]) => each === address) ? [] : [name],
	);
	return [
		...(leave.length === 0 ? [] : [leaving(leave, now)]),
		...(stay.length === 0 ? [] : otherAdverts(before, now)),
	];
}

function leaving(names: readonly string[], { vip }: Desired): string {
	const all = names.join(" and ");
	const [they, take, are] =
		names.length === 1
			? ["it", "takes", "is"]
			: ["one of them", "takes", "are"];
	return `this director agrees with ${all} no more: ${they} ${take} ${vip} then, and two have it until ${all} ${are} taken back at the end of up; unless ${names.length === 1 ? "it is" : "they are"} away or out already, first: ${names.map((name) => `lvsctl standby ${name}`).join("; ")}`;
}

function otherAdverts(before: Desired, now: Desired): string[] {
	const number = before.failover?.routerId;
	const differ =
		number !== now.failover?.routerId
			? `the number of the directors is another one, ${now.failover?.routerId} in place of ${number}`
			: advertised(before) === advertised(now)
				? undefined
				: `directors tell each other of other addresses, ${advertised(now)} in place of ${advertised(before)}`;
	return differ === undefined
		? []
		: [
				`${differ}: one that is changed and one that is not do not hear each other, and two have ${now.vip} until the last one is changed; to prevent it take out all but one first (lvsctl standby NAME), and let them in afterwards (lvsctl standby NAME --end)`,
			];
}

/** The addresses in adverts: the VIP, and the gateway where there is one. Only the text of a state tells them. */
function advertised({ files }: Desired): string {
	const [, conf] =
		Object.entries(files).find(([path]) => path.endsWith("/failover.conf")) ??
		[];
	const [, block = ""] =
		/virtual_ipaddress \{([^}]*)\}/.exec(conf?.content ?? "") ?? [];
	return (block.match(/\d+(\.\d+){3}/g) ?? []).join(", ");
}
