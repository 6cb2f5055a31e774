import type { Service, ServiceServer } from "../model/cluster.ts";

/** Ports of one protocol. No ports: all of them. */
export type Ports = readonly ["tcp" | "udp", readonly number[]];

/** The ports of the VIP that a service takes, by protocol. */
export function portsOf({ match }: Service): Ports[] {
	return match.protocol === "fwmark"
		? (["tcp", "udp"] as const).flatMap((protocol) =>
				match[protocol].length > 0
					? [[protocol, match[protocol]] as const]
					: [],
			)
		: [[match.protocol, match.port === 0 ? [] : [match.port]]];
}

/** The ports of a real server that a service reaches there, by protocol. */
export function portsAt(service: Service, { port }: ServiceServer): Ports[] {
	return portsOf(service).map(([protocol, ports]) => [
		protocol,
		port === 0 ? ports : [port],
	]);
}
