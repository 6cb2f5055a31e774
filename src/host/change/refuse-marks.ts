import { parseTable } from "../../ipvs/parse-rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses a mark that somebody else uses. A packet has only one mark, so each would change the meaning of the other's. */
export function usedMarks(
	{ ipvs }: Desired,
	{ marks, ...observed }: Observed,
): Reason[] {
	const ours = new Set(observed.record?.ipvs);
	return [...parseTable(ipvs)].flatMap(([key, rule]) => {
		if (rule.kind !== "service" || rule.match.protocol !== "fwmark") return [];
		const { mark } = rule.match;
		const by =
			marks.used[mark] ??
			(observed.ipvs.has(key) && !ours.has(key)
				? "an IPVS service"
				: undefined);
		return by === undefined
			? []
			: [
					{
						saw: `mark ${mark} is used by ${by} already`,
						advice:
							"Write another `fwmark`: nft list ruleset, ip rule and ipvsadm -Sn show which are used.",
					},
				];
	});
}

/** Refuses a marked port that a program of the director listens on. If the mark is missing, that program would answer in place of the cluster. */
export function listenersBehindMarks(
	{ nftables, addresses }: Desired,
	{ marks }: Observed,
): Reason[] {
	const vips = Object.keys(addresses).map((address) => address.split("/")[0]);
	return Object.keys(nftables).flatMap((rule) => {
		const [, protocol, ports = ""] =
			/ (tcp|udp) dport (.*) meta mark set /.exec(rule) ?? [];
		const marked = [...ports.matchAll(/\d+/g)].map(Number);
		const listener = marks.listeners.find(
			({ address, port, ...found }) =>
				found.protocol === protocol &&
				marked.includes(port) &&
				["0.0.0.0", ...vips].includes(address),
		);
		return listener === undefined
			? []
			: [
					{
						saw: `a program of the director listens on ${listener.address}:${listener.port} (${listener.protocol}), a port that is joined to a service by a mark`,
						advice:
							"Stop it, or bind it to an address that is not the VIP: ss -ltnup shows it.",
					},
				];
	});
}
