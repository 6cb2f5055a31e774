import type { Link } from "../../host/operations/read-links.ts";
import type { ServerRule, ServiceRule } from "../../ipvs/rule.ts";
import { markedWith, packetRulesOf } from "../../model/packet-rules.ts";
import { webPorts } from "../../model/web-ports.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** The facts for one packet's path: the rules that it meets, and the network devices of the machines. */
export interface Journey {
	readonly service: ServiceRule;
	/** The real server that serves as the example. */
	readonly server: ServerRule;
	readonly director: HostInputs;
	readonly directorLinks: readonly Link[];
	/** Undefined if we do not set up this real server. */
	readonly realServer: HostInputs | undefined;
	readonly realServerLinks: readonly Link[] | undefined;
}

/** One step of the packet on its way. */
export interface Hop {
	readonly from: string;
	readonly to: string;
	/** The addresses of the packet, and of the frame that carries it. */
	readonly packet: string;
	readonly because: readonly string[];
}

/** The port that a client asks for. If a service has several ports, it is the first one. */
export function asked({ service: { match }, director }: Journey): {
	readonly protocol: string;
	readonly port: number;
} {
	if (match.protocol !== "fwmark")
		return { protocol: match.protocol, port: match.port || webPorts.http };
	const [marked] = markedWith(packetRulesOf(director), match.mark);
	return {
		protocol: marked?.protocol ?? "tcp",
		port: marked?.ports[0] ?? webPorts.http,
	};
}
