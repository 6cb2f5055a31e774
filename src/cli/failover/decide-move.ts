import type { Problem } from "../../errors.ts";
import { stuckAgreement } from "../../host/would-not-take.ts";
import { darkServices, darkWords } from "./dark-services.ts";
import { notReady } from "./not-ready.ts";
import type { Seen } from "./seen.ts";
import { type TakesBack, takesBack } from "./takes-back.ts";

/** A move of the VIP of one cluster: which directors leave, and which one has it afterwards. */
export interface Move<Host = Seen["host"]> {
	readonly cluster: string;
	readonly vip: string;
	/** The director that has it. Undefined: none has. */
	readonly from: string | undefined;
	/** The directors that give it away, or do not take it meanwhile, one after the other. The one that has it comes last. */
	readonly leave: readonly Host[];
	/** The director that has it afterwards. */
	readonly to: Host;
	/** The director that stays out until the user ends that. The others that left may have the VIP again afterwards. */
	readonly out?: string;
}

/** A move, or why there is none. */
export type Decision<Host = Seen["host"]> =
	| Move<Host>
	| { readonly refused: Problem };

/**
 * How the VIP of a cluster moves to a director. Pure.
 *
 * @param all every director of the cluster, in the order of the declaration.
 * @param to its name; undefined: the next one that is ready.
 */
export function decideHandOver<Each extends Seen>(
	all: readonly Each[],
	to: string | undefined,
): Decision<Each["host"]> {
	const holders = all.filter(isActive);
	const [from] = holders;
	const names = holders.map(({ host }) => host.name);
	if (holders.length > 1)
		return refused(
			to ?? "directors",
			`${names.join(" and ")} have ${vipOf(all)} at the same time, and lvsctl status says what to do; lvsctl standby takes one of them out`,
		);
	const target =
		to === undefined
			? nextOf(
					all.filter((seen) => seen !== from),
					from,
				)
			: all.find(({ host }) => host.name === to);
	if (target === undefined) return nobodyReady(all, from, from);
	const reason = target === from ? undefined : notReady(target, from);
	if (reason !== undefined)
		return refused(target.host.name, `cannot take it over: ${reason}`);
	const back = target === from ? undefined : takesBack(all, target);
	if (back !== undefined)
		return refused(
			target.host.name,
			`${wouldTakeBack(back, all)}, and nothing was changed; lvsctl standby ${back.name} keeps it out`,
		);
	// directors that come before the target stay out meanwhile
	const others = all.filter((seen) => seen !== target && isToLeave(seen));
	others.sort((a, b) => Number(isActive(a)) - Number(isActive(b)));
	return {
		...moveOf(all, from, target),
		leave: target === from ? [] : others.map(({ host }) => host),
	};
}

/**
 * How a director is taken out, so that it stays without the VIP. If no other director has the VIP, the next that is ready takes over. Directors
 * that are not ready and would come before that one stay out meanwhile. It is refused where one of them would take the VIP when it is let in again. Pure.
 *
 * @param all every director of the cluster, in the order of the declaration.
 */
export function decideStandBy<Each extends Seen>(
	all: readonly Each[],
	name: string,
): Decision<Each["host"]> {
	const own = all.find(({ host }) => host.name === name);
	const others = all.filter((seen) => seen !== own);
	const holder = others.find(isActive);
	const from = own !== undefined && isActive(own) ? own : holder;
	const to = holder ?? nextOf(others, from);
	if (own === undefined || to === undefined) return nobodyReady(all, own, from);
	const back = holder === undefined ? takesBack(others, to) : undefined;
	const early = others.find(({ host }) => host.name === back?.name);
	if (back !== undefined && early !== undefined)
		return refused(
			name,
			`${to.host.name} would get ${vipOf(all)}, and ${wouldTakeBack(back, all)}, but is not ready: ${notReady(early, from) ?? darkServices(early).map(darkWords)[0]}. Nothing was changed; mend that first, or keep it out: lvsctl standby ${back.name}`,
		);
	const before = others.slice(0, others.indexOf(to)).filter(isToLeave);
	return {
		...moveOf(all, from, to),
		leave: [
			...(holder === undefined ? before.map(({ host }) => host) : []),
			...(isOut(own) && !isActive(own) ? [] : [own.host]),
		],
		out: name,
	};
}

/** The first that is ready, rather one where every service has somebody who serves. @param holder the director that has the VIP. */
function nextOf<Each extends Seen>(
	all: readonly Each[],
	holder: Seen | undefined,
): Each | undefined {
	const ready = all.filter((seen) => notReady(seen, holder) === undefined);
	return ready.find((seen) => darkServices(seen).length === 0) ?? ready[0];
}

function moveOf<Each extends Seen>(
	all: readonly Each[],
	from: Each | undefined,
	{ host }: Each,
): Omit<Move<Each["host"]>, "leave"> {
	return {
		cluster: host.component,
		vip: vipOf(all),
		from: from?.host.name,
		to: host,
	};
}

function wouldTakeBack(
	{ name, seconds }: TakesBack,
	all: readonly Seen[],
): string {
	const when = seconds === 0 ? "at once" : `after ${seconds} s`;
	return `${name} would take ${vipOf(all)} back ${when}, as preemptSeconds says`;
}

/** A director that has become the only one also has the VIP, while another one has not been removed yet. */
function isActive({ found }: Seen): boolean {
	return found.vip?.hasVip ?? false;
}

function isOut({ found }: Seen): boolean {
	return found.failover?.found?.takenOut ?? false;
}

/** Whether it is to stay without the VIP for a time: one that is out does so already, and one whose keepalived is stuck takes nothing, nor could it answer. */
function isToLeave(seen: Seen): boolean {
	const { unseen, agentProblems } = seen.found;
	return (
		unseen === undefined &&
		!isOut(seen) &&
		(isActive(seen) ||
			stuckAgreement(seen.host.component, agentProblems) === undefined)
	);
}

function nobodyReady(
	all: readonly Seen[],
	but: Seen | undefined,
	holder: Seen | undefined,
): { readonly refused: Problem } {
	const reasons = all
		.filter((seen) => seen !== but)
		.map((seen) => `${seen.host.name}: ${notReady(seen, holder)}`);
	return refused(
		"directors",
		`no other director is ready to have ${vipOf(all)}, and nothing was changed. ${reasons.join(". ")}`,
	);
}

function refused(path: string, message: string): { readonly refused: Problem } {
	return { refused: { path, message } };
}

function vipOf(all: readonly Seen[]): string {
	return all[0]?.host.desired.vip ?? "the VIP";
}
