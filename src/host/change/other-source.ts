import { iptablesAccepts, keepIptables } from "../../filter/by-iptables.ts";
import { keepNft, nftAccept } from "../../filter/by-nft.ts";
import { addressToNumber, type Packet } from "../../filter/packet.ts";
import { sourceChange } from "../../filter/source-change.ts";
import type { Stop } from "../../filter/stop.ts";
import { unnamedSender } from "../../filter/unnamed.ts";
import type { Place } from "../../filter/walk.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import { isMark, type ServerRule, serversOf } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import { masqueradingOf } from "../../model/packet-rules.ts";
import type { Passage } from "../../model/passage.ts";
import type { Observed } from "../observed.ts";
import { packetsOf } from "../packets-of.ts";

/** A rule of the host's filters that takes packets which IPVS sends on. */
interface Taken extends Stop {
	/** The gateway that is to be their source instead (FULLNAT). Undefined: they are to keep the client's. */
	readonly gateway: string | undefined;
}

/**
 * Rules of the operator, as a masquerade for a link, that give packets another source which IPVS sends on. For NAT conntrack knows these packets, so the
 * table nat is asked about them. Nothing is lost by that, and he may want it so.
 */
export function otherSource(desired: Desired, observed: Observed): string[] {
	return together(taken(desired, observed)).map(([one, ...others]) =>
		remark(one, others, desired),
	);
}

/** What one rule does to packets of one kind, in the order in which it was found. */
function together<One extends Pick<Taken, "place" | "gateway">>(
	all: readonly One[],
): [One, ...One[]][] {
	const found = new Map<string, [One, ...One[]]>();
	for (const each of all) {
		const key = `${formatPlace(each.place)} ${each.gateway}`;
		const others = found.get(key);
		if (others === undefined) found.set(key, [each]);
		else others.push(each);
	}
	return [...found.values()];
}

function remark(
	one: Taken,
	others: readonly Taken[],
	{ failover }: Desired,
): string {
	const { place, gateway } = one;
	const servers = [
		...new Set([one, ...others].map(({ passage }) => passage.to)),
	].join(", ");
	const ends =
		failover === undefined
			? ""
			: ", and open connections end when another director takes over";
	const what =
		gateway === undefined
			? `gives packets of clients that IPVS sends on to ${servers} the source of this director: real servers see it in place of the client${ends}. If that is wanted, write forwarding: "fullnat"; else leave these packets out`
			: `may give packets of clients that IPVS sends on to ${servers} another source than the gateway ${gateway}${ends}. Leave these packets out`;
	return `${formatPlace(place)} ${what}: ${leftOut(one)}${others.length === 0 ? "" : ` And so for each other one of them (${others.length} more).`}`;
}

/** How packets are left out of what a rule does to others. */
function leftOut(taken: Taken): string {
	const { table } = taken.place.chain;
	if (/ firewalld$/.test(table))
		return "take masquerade out of the zone of their link (firewall-cmd --permanent --zone=ZONE --remove-masquerade && firewall-cmd --reload).";
	return table.startsWith("iptables")
		? `${iptablesAccepts(taken).join("; ")}. ${keepIptables}`
		: `${nftAccept(taken)}. ${keepNft}.`;
}

function formatPlace({ chain, rule }: Place): string {
	return `${chain.table}, chain ${chain.name}, rule "${rule?.text}"`;
}

/** Where our own rules that give a source stand: rules of others at the same place may come before them. */
const ownPriority = 100;

function taken(desired: Desired, observed: Observed): Taken[] {
	const { passes = {}, packets, failover } = desired;
	const { chains } = observed.filters;
	// what earlier versions give another source is not known
	if (packets === undefined || chains.length === 0) return [];
	const stranger = unnamedSender(chains);
	const servers = rewritten(desired);
	return Object.values(passes).flatMap((passage) => {
		const { to, protocol } = passage;
		if (to === undefined || !isSentOn(passage, servers)) return [];
		const places = packetsOf(passage, desired, observed).flatMap(
			({ port, packet }) => {
				const place = sourceChange(observed.filters, from(packet, stranger));
				const ours = masqueradingOf(packets, { to, protocol, port: port ?? 0 });
				const gateway = ours === undefined ? undefined : failover?.gateway;
				// by FULLNAT the director's address is what they are to have
				const isOurs =
					ours !== undefined &&
					(gateway === undefined ||
						(place?.chain.base?.priority ?? 0) > ownPriority);
				return place === undefined || isOurs ? [] : [{ port, place, gateway }];
			},
		);
		return together(places).map((same): Taken => {
			const [{ place, gateway }] = same;
			return {
				...{ passage, place, gateway },
				...{ in: undefined, out: undefined },
				ports: same.flatMap(({ port }) => port ?? []),
			};
		});
	});
}

/** The same packet of a client whom no rule names. */
function from(packet: Packet, sender: string | undefined): Packet {
	return sender === undefined
		? packet
		: {
				...packet,
				fields: { ...packet.fields, from: addressToNumber(sender) },
			};
}

/** The real servers whose address IPVS writes into packets. */
function rewritten({ ipvs }: Desired): ServerRule[] {
	return serversOf(parseTable(ipvs)).filter(({ method }) => method === "m");
}

/** Whether these are packets of clients to whom IPVS has given the address of one of these real servers. */
function isSentOn(
	{ hooks, to, toPorts, from, state, protocol }: Passage,
	servers: readonly ServerRule[],
): boolean {
	return (
		state === "new" &&
		from === undefined &&
		hooks.includes("output") &&
		servers.some(
			({ address, port, service }) =>
				address.text === to &&
				(isMark(service) || service.protocol === protocol) &&
				(port === 0 || toPorts === undefined || toPorts.includes(port)),
		)
	);
}
