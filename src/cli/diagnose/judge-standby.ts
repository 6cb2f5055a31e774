import type { Finding } from "../../diagnose/finding.ts";
import type { Verdicts } from "../../diagnose/judge.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Found } from "../status/look-at.ts";
import { namesOf } from "../status/names-of.ts";
import { whyTwo } from "../status/vip-problems.ts";

/** A director of a cluster that has several, and what a look found there. */
export interface SeenDirector {
	readonly host: Pick<HostInputs, "component" | "name">;
	readonly found: Pick<
		Found,
		| "vip"
		| "failover"
		| "drift"
		| "unwatched"
		| "refused"
		| "agentProblems"
		| "unseen"
	>;
}

type Judged = Pick<Verdicts, "findings" | "notes" | "unseen">;

/**
 * What is wrong with directors to which no probe goes, as they do not have the VIP: they would not serve as declared when they get it. One that is in order, was
 * taken out, or could not be looked at is a note. A VIP that several have at once is a finding of its own. Pure.
 *
 * @param seen every director of clusters with several.
 * @param probed the directors to which probes went.
 */
export function judgeStandby(
	seen: readonly SeenDirector[],
	probed: ReadonlySet<SeenDirector["host"]>,
): Judged {
	const clusters = new Set(seen.map(({ host }) => host.component));
	const twice = [...clusters].flatMap((cluster) =>
		heldTwice(seen.filter(({ host }) => host.component === cluster)),
	);
	const waiting = seen.filter(({ host }) => !probed.has(host));
	const unseen = waiting.filter(({ found }) => found.unseen !== undefined);
	const looked = waiting.filter(({ found }) => found.unseen === undefined);
	return {
		findings: [...twice, ...looked.flatMap(notReady)],
		notes: [
			...looked
				.filter((each) => notReady(each).length === 0)
				.map(
					({ host, found }) =>
						`${host.name} ${found.failover?.found?.takenOut ? `is taken out (lvsctl standby ${host.name} --end), and otherwise` : "is on standby, and"} would serve as declared; no probe went there`,
				),
			...looked.flatMap(({ host, found }) =>
				(found.unwatched ?? []).map(
					(line) =>
						`${host.name} is on standby, and puts nothing back by itself; lvsctl up would ${line}`,
				),
			),
			...unseen.map(
				({ host, found }) =>
					`${host.name} is on standby and was not looked at: ${found.unseen}`,
			),
		],
		unseen: unseen.map(({ host }) => host.name),
	};
}

function heldTwice(directors: readonly SeenDirector[]): Finding[] {
	const holders = directors.filter(({ found }) => found.vip?.hasVip);
	const [first] = holders;
	return first === undefined || holders.length === 1
		? []
		: [
				{
					host: first.host.name,
					hop: holders.map(({ host }) => host.name).join(", "),
					cause: `${namesOf(holders)} have ${first.found.vip?.vip} at the same time (split brain)`,
					evidence: [],
					wayOut: whyTwo(holders),
				},
			];
}

function notReady({ host, found }: SeenDirector): Finding[] {
	const { unwatched = [], refused, agentProblems } = found;
	const drift = found.drift.filter((line) => !unwatched.includes(line));
	const all = [...agreement(found), ...refused, ...drift, ...agentProblems];
	const [first] = all;
	return first === undefined
		? []
		: [
				{
					host: host.name,
					hop: `${host.name}, on standby`,
					cause: `on standby, and would not serve as declared with the VIP: ${first}${all.length === 1 ? "" : ` (and ${all.length - 1} more)`}`,
					evidence: all,
					wayOut:
						refused.length > 0
							? "Mend what is refused, as it says; then lvsctl up."
							: drift.length > 0
								? "lvsctl up puts it right."
								: `lvsctl status says more; on ${host.name}: journalctl -u lvs-${host.component}-failover`,
				},
			];
}

/** Why a director could not take the VIP. */
function agreement({ failover }: SeenDirector["found"]): string[] {
	if (failover === undefined) return [];
	const { found, vip } = failover;
	if (found === undefined)
		return [`its keepalived does not run, so it does not take ${vip}`];
	return found.role !== "fault" || found.takenOut
		? []
		: [
				`it does not take ${vip}, as ${found.failedCheck === undefined ? "one of its links is down" : `its check fails: ${found.failedCheck}`}`,
			];
}
