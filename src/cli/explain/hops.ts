import { formatAttributes, ruleKey } from "../../ipvs/rule.ts";
import { formatSetting } from "../../model/link-sysctl.ts";
import { hostPrefix } from "../../model/written-address.ts";
import { hopsFromDirector } from "./hops-from-director.ts";
import { asked, type Hop, type Journey } from "./journey.ts";

/**
 * The packet's hops to the real server and back. Pure: they follow from what is declared and from the addresses that were found.
 *
 * @throws DeclarationError if the director's state does not say which ports a mark has, or whether NAT is FULLNAT.
 */
export function hops(journey: Journey): Hop[] {
	const { director, service, server } = journey;
	const { vip = "", name } = director;
	const rs = journey.realServer?.name ?? server.address.text;
	const vipPort = `${vip}:${asked(journey).port}`;
	const holder = journey.directorLinks.find(
		// if the address is on lo, the machine has it as a real server
		({ device, addresses }) => device !== "lo" && addresses.includes(vip),
	);
	const { scheduler, persistence, match } = service;
	return [
		{
			from: "client",
			to: name,
			packet: `client -> ${vipPort}, frame to ${holder?.mac ?? "(no device has the VIP)"}`,
			because: [
				`${name} has ${hostPrefix(vip)} on ${holder?.device ?? "no device"} and answers ARP for it`,
				...silenceOf(journey),
			],
		},
		{
			from: name,
			to: name,
			packet: `client -> ${vipPort}`,
			because: [
				...(match.protocol === "fwmark"
					? [`nftables gives it mark ${match.mark}, which joins several ports`]
					: []),
				`IPVS: ${ruleKey(service)} ${formatAttributes(service)}`,
				`scheduler ${scheduler} chooses ${rs}, ${formatAttributes(server)}`,
				...(persistence === undefined
					? []
					: [`the client keeps ${rs} for ${persistence.seconds} s`]),
			],
		},
		...hopsFromDirector(journey, vipPort, rs),
	];
}

function silenceOf({
	realServer,
	realServerLinks,
	director,
}: Journey): string[] {
	const { vip = "" } = director;
	const holder = realServerLinks?.find(({ addresses }) =>
		addresses.includes(vip),
	);
	return holder === undefined ||
		realServer === undefined ||
		// a machine in both roles answers as the director
		realServer.desired.ownAddress === director.desired.ownAddress
		? []
		: [
				`${realServer.name} has ${hostPrefix(vip)} on ${holder.device} and keeps silent: ${formatSetting("arp_ignore")} on every link where neighbours may ask for it`,
			];
}

export function formatHops(list: readonly Hop[]): string {
	return list
		.map(({ from, to, packet, because }, index) =>
			[
				`${index + 1}. ${from === to ? `in ${from}` : `${from} -> ${to}`}: ${packet}`,
				...because.map((line) => `     ${line}`),
			].join("\n"),
		)
		.join("\n");
}
