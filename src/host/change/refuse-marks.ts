import { parseTable } from "../../ipvs/parse-rule.ts";
import type { Desired } from "../../model/desired.ts";
import { innerServices } from "../../model/inner-services.ts";
import type { MarkUser } from "../found-network.ts";
import { formatMade } from "../kinds/made-text.ts";
import { isOwnTable, markUserWords } from "../mark-user.ts";
import type { Neighbours } from "../neighbours.ts";
import type { Observed } from "../observed.ts";
import { listensFor } from "../socket-address.ts";
import type { Reason } from "./reason.ts";
import { handsOver } from "./refuse-others.ts";

/** Refuses a mark that somebody else uses. A packet has only one mark, so each would change the meaning of the other's. */
export function usedMarks(
	desired: Desired,
	{ marks, ...observed }: Observed,
	stack: string | undefined,
): Reason[] {
	const ours = new Set(observed.record?.ipvs);
	const inner = innerServices(desired);
	const { neighbours } = observed;
	return [...parseTable(desired.ipvs)].flatMap(([key, rule]) => {
		if (rule.kind !== "service" || rule.match.protocol !== "fwmark") return [];
		const { mark } = rule.match;
		const owner = neighbours.services[key];
		const given = owner !== undefined && handsOver(owner, neighbours, stack);
		// ownMarksOfOthers reports these
		if (inner.has(key) && owner !== undefined && !given) return [];
		const used = marks.used[mark];
		const by =
			given && used !== undefined && isTableOf(used, neighbours)
				? undefined
				: ((used && markUserWords(used)) ??
					(observed.ipvs.has(key) && !ours.has(key) && !given
						? "an IPVS service"
						: undefined));
		return by === undefined
			? []
			: [
					{
						saw: `mark ${mark} is used by ${by} already`,
						advice: `${inner.has(key) ? "It follows from the cluster's name, so give the cluster another name" : "Write another `fwmark`"}: nft list ruleset, ip rule and ipvsadm -Sn show which are used.`,
					},
				];
	});
}

/** Whether a mark is set in a table of another role of ours. */
function isTableOf(used: MarkUser, { establishes }: Neighbours): boolean {
	return (
		used.kind === "table" &&
		isOwnTable(used, used.name) &&
		establishes.includes(formatMade({ of: "nftables", name: used.name }))
	);
}

/** Refuses a marked port that a program of the director listens on. If the mark is missing, that program would answer in place of the cluster. */
export function listenersBehindMarks(
	{ packets, vip }: Desired,
	{ marks }: Observed,
): Reason[] {
	return Object.values(packets?.marks ?? {}).flatMap(({ protocol, ports }) => {
		const listener = marks.listeners.find(
			({ address, port, ...found }) =>
				found.protocol === protocol &&
				ports.includes(port) &&
				vip !== undefined &&
				listensFor(address, vip),
		);
		return listener === undefined
			? []
			: [
					{
						saw: `a program of the director listens on ${listener.address.at === "every" ? "0.0.0.0" : listener.address.text}:${listener.port} (${listener.protocol}), a port that is joined to a service by a mark`,
						advice:
							"Stop it, or bind it to an address that is not the VIP: ss -ltnup shows it.",
					},
				];
	});
}
