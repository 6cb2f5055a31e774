import type { Service, ServiceServer } from "../model/cluster.ts";

/** At least one port, or all of them. */
export type Ports = readonly number[] | "all";

export type ProtocolPorts = readonly ["tcp" | "udp", Ports];

/** The ports of the VIP that a service takes, by protocol. */
export function portsOf({ match }: Service): ProtocolPorts[] {
	return match.protocol === "fwmark"
		? (["tcp", "udp"] as const).flatMap((protocol) =>
				match[protocol].length > 0
					? [[protocol, match[protocol]] as const]
					: [],
			)
		: [[match.protocol, match.port === "all" ? match.port : [match.port]]];
}

/** The ports of a real server to which a service leads, by protocol. */
export function portsAt(
	service: Service,
	{ port }: ServiceServer,
): ProtocolPorts[] {
	return portsOf(service).map(([protocol, ports]) => [
		protocol,
		port === "as asked" ? ports : [port],
	]);
}
