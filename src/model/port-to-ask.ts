import type { CheckKind } from "./check-declaration.ts";
import type { Service } from "./cluster.ts";

/** Whether a check asks over UDP. All others ask over TCP; a command as it likes. */
export function asksByUdp(kind: CheckKind): boolean {
	return kind === "dns" || kind === "udp";
}

/**
 * The port that a check asks where it names none: that of the service, of a mark the first of the protocol that the check speaks. Undefined: the
 * mark has none of that protocol.
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
