import type { Connection, Evidence } from "./evidence.ts";
import { at, before, type Packet, type Sighting } from "./packet.ts";
import type { Probe, ProbeResult } from "./probe.ts";
import type { Target, TargetServer } from "./target.ts";

/** One probe, and what every host could show of it. */
export interface Course {
	readonly target: Target;
	/** Undefined: no probe came to this real server, and it is judged only by what its host shows. */
	readonly probe: Probe | undefined;
	readonly result: ProbeResult | undefined;
	/** The client's address. */
	readonly from: string;
	/** The real server that IPVS chose. Undefined: it is not known. */
	readonly server: TargetServer | undefined;
	readonly client: Evidence | undefined;
	/** Undefined: it could not be looked at. */
	readonly director: Evidence | undefined;
	readonly realServer: Evidence | undefined;
	/** All hosts that could be looked at, to find hardware addresses. */
	readonly everybody: readonly Evidence[];
	/** Name of a host that could not be looked at -> why. */
	readonly away: Readonly<Record<string, string>>;
}

/**
 * Packets of the probe towards the service. Undefined: there was no probe, the host could not trace, or the client's port is not known. For a tunnel these are
 * the inner packets.
 */
export function requests(
	{ probe, target, from }: Course,
	evidence: Evidence | undefined,
): readonly Packet[] | undefined {
	return packetsOf(
		probe,
		evidence,
		({ protocol, to, fromPort }, port) =>
			protocol === target.protocol && to !== from && fromPort === port,
	);
}

/** Packets of the probe on the way back. */
export function answers(
	{ probe, target }: Course,
	evidence: Evidence | undefined,
): readonly Packet[] | undefined {
	return packetsOf(
		probe,
		evidence,
		({ protocol, toPort }, port) =>
			protocol === target.protocol && toPort === port,
	);
}

/** @param isOurs is called with a packet as it was before anything was rewritten, and with the client's port */
function packetsOf(
	probe: Probe | undefined,
	evidence: Evidence | undefined,
	isOurs: (first: Sighting, clientPort: number) => boolean,
): readonly Packet[] | undefined {
	if (probe === undefined || probe.clientPort === 0) return undefined;
	return evidence?.packets?.filter((packet) => {
		const first = before(packet);
		return first !== undefined && isOurs(first, probe.clientPort);
	});
}

/** Packets of a tunnel, as they came in from outside. Their outer header does not show which probe is in them. */
export function wrapped(
	evidence: Evidence | undefined,
	director: string,
): readonly Packet[] | undefined {
	return evidence?.packets?.filter((packet) => {
		const first = at(packet, "first");
		return (
			first !== undefined &&
			first.from === director &&
			(first.protocol !== "tcp" || first.fromPort === 0)
		);
	});
}

/** The entry of the probe in the director's table of connections. */
export function entryOf(
	probe: Probe,
	director: Evidence,
): Connection | undefined {
	const protocol = probe.kind === "udp" ? "UDP" : "TCP";
	return director.connections.find(
		(entry) =>
			entry.protocol === protocol &&
			entry.clientPort !== 0 &&
			entry.virtualPort === probe.port &&
			entry.clientPort === probe.clientPort,
	);
}

/** Where IPVS sent the packets of a probe. */
export interface Chosen {
	readonly address: string;
	/** 0: it is not known. */
	readonly port: number;
}

/** As IPVS noted it, or as its packets show. Undefined: neither is known. */
export function chosenOf(
	target: Target,
	probe: Probe,
	director: Evidence,
): Chosen | undefined {
	const entry = entryOf(probe, director);
	if (entry !== undefined)
		return { address: entry.server, port: entry.serverPort };
	const sent = director.packets
		?.filter((packet) => isOf(packet, target, probe))
		.map((packet) => at(packet, "sent"))
		.find((sighting) => sighting !== undefined && sighting.to !== target.vip);
	return sent && { address: sent.to, port: sent.toPort };
}

/** Whether a packet is one of the probe's requests. */
function isOf(packet: Packet, { protocol }: Target, { clientPort }: Probe) {
	const first = before(packet);
	return first?.fromPort === clientPort && first.protocol === protocol;
}

/** The real server that a probe reached: as IPVS noted it, or as the packets show. */
export function serverOf(
	target: Target,
	probe: Probe,
	director: Evidence | undefined,
	everybody: readonly Evidence[],
): TargetServer | undefined {
	const address =
		director === undefined
			? undefined
			: chosenOf(target, probe, director)?.address;
	return (
		target.servers.find((server) => server.address === address) ??
		target.servers.find(({ name }) =>
			everybody.some(
				(evidence) =>
					evidence.name === name &&
					evidence !== director &&
					evidence.packets?.some(
						(packet) =>
							isOf(packet, target, probe) && before(packet)?.stage === "first",
					),
			),
		)
	);
}
