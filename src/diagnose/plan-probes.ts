import { forwardings } from "../ipvs/forwarding.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Probe } from "./probe.ts";
import type { Target } from "./target.ts";

/** The most probes of one run, as each group of eight must end before the next begins. */
export const mostProbes = 24;

/** Larger than any link takes in one packet, and smaller than what web servers take as the head of a request. */
const padding = 3000;

/** A probe, and its target. */
export interface Planned {
	/** The place of its target among the targets. */
	readonly target: number;
	readonly probe: Probe;
}

/**
 * For each target, as many probes as its scheduler needs to reach every real server, and some more, as connections of others come in between. If the choice
 * depends on the client, more probes would reach the same real server again.
 *
 * @param firstPort of the client's ports; each probe has its own, as IPVS sends a port that it knows to the same real server again
 */
export function planProbes(
	targets: readonly Target[],
	firstPort: number,
): Planned[] {
	const share = Math.max(
		1,
		Math.floor(mostProbes / Math.max(1, targets.length)),
	);
	return targets
		.flatMap((target, place) =>
			Array.from({ length: Math.min(share, needed(target)) }, () => ({
				target,
				place,
			})),
		)
		.slice(0, mostProbes)
		.map(({ target, place }, index) => ({
			target: place,
			probe: {
				number: index + 1,
				kind: kindOf(target),
				vip: target.vip,
				port: target.port,
				...(target.page === undefined ? {} : { page: target.page }),
				clientPort: firstPort + index,
				...(target.servers.some(
					({ forwarding }) => forwardings[forwarding].tunnels,
				)
					? { padding }
					: {}),
			},
		}));
}

function needed({ service, servers }: Target): number {
	const weights = servers.map(({ rule }) => rule.weight).filter(Boolean);
	if (dependsOnClient(service.scheduler) || service.persistence !== undefined)
		return 2;
	if (service.scheduler === "wrr") {
		const sum = weights.reduce((one, other) => one + other, 0);
		return Math.max(2, Math.ceil((sum / weights.reduce(divisor, 0)) * 1.2));
	}
	return Math.max(2, 2 * weights.length);
}

/** Whether a scheduler sends one client always to the same real server. */
export function dependsOnClient(scheduler: string): boolean {
	return ["sh", "mh", "dh", "lblc", "lblcr", "fo"].includes(scheduler);
}

function divisor(one: number, other: number): number {
	return other === 0 ? one : divisor(other, one % other);
}

/** The usual purpose of a port. For any other purpose a probe only connects: no page would be answered. */
function kindOf({ protocol, port, page }: Target): Probe["kind"] {
	if (protocol === "udp") return "udp";
	if (page !== undefined) return page.kind;
	if (port === webPorts.https || port === 8443) return "https";
	return port === webPorts.http || [3000, 8000, 8080, 8081, 8888].includes(port)
		? "http"
		: "tcp";
}
