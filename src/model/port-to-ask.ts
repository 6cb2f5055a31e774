import type { CheckKind } from "./check-declaration.ts";
import type { Service } from "./cluster.ts";

/** Whether a check asks over UDP. All other checks ask over TCP, except a command, which asks as it likes. */
export function asksByUdp(kind: CheckKind): boolean {
	return kind === "dns" || kind === "udp";
}

/**
 * The port that a check asks if it names none: the port of the service; for a mark, the first port of the protocol that the check uses. Undefined: the mark has
 * no port of that protocol.
 */
export function portToAsk(
	match: Service["match"],
	kind: CheckKind,
): number | "all" | undefined {
	if (match.protocol !== "fwmark") return match.port;
	const { tcp, udp } = match;
	if (kind === "command") return [...tcp, ...udp][0];
	return (asksByUdp(kind) ? udp : tcp)[0];
}
