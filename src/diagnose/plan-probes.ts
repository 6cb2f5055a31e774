import { forwardings } from "../ipvs/forwarding.ts";
import { webPorts } from "../model/web-ports.ts";
import type { Probe } from "./probe.ts";
import type { Target } from "./target.ts";

/** The most probes of one run, as each must end before the next eight begin. */
export const mostProbes = 24;

/** Larger than any link takes in one packet, and smaller than what web servers take as the head of a request. */
const padding = 3000;

/** A probe, and what it is a probe of. */
export interface Planned {
	/** The place of its target among the targets. */
	readonly target: number;
	readonly probe: Probe;
}

/**
 * As many probes for each target as its scheduler needs to come to every real server, and others' connections between ours may cost
 * some. Where the choice depends on the client, more probes would come to the same real server again.
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

/** What a port is usually for. A port of another use is only connected to: the answer to a page would not be one. */
function kindOf({ protocol, port, page }: Target): Probe["kind"] {
	if (protocol === "udp") return "udp";
	if (page !== undefined) return page.kind;
	if (port === webPorts.https || port === 8443) return "https";
	return port === webPorts.http || [3000, 8000, 8080, 8081, 8888].includes(port)
		? "http"
		: "tcp";
}
