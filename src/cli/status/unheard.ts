import { syncSocket } from "../../model/sync-text.ts";
import type { FailoverStatus } from "./look-at.ts";

interface Host {
	readonly component: string;
	readonly role: string;
	readonly name: string;
	/** Undefined: it is no director among several. */
	readonly failover?: FailoverStatus & { readonly openConnections: number };
}

/** Seconds. A director that has just begun to wait may not have been told of the others' connections yet. */
const beginning = 60;
/** With fewer connections it is no wonder that none of them was told: the kernel tells of a connection with its third packet. */
const fewest = 5;

/**
 * What is remarkable about each director that waits and knows no open connection, while another one has several: the connection sync goes by multicast, and
 * where a network does not carry that, nothing else shows it. Pure.
 *
 * @param now seconds since 1970.
 * @returns one list for each host, in the same order.
 */
export function unheard(
	hosts: readonly Host[],
	now: number,
): readonly (readonly string[])[] {
	return hosts.map(({ component, role, failover }) => {
		const waits =
			failover?.found?.role === "standby" &&
			failover.found.since <= now - beginning;
		if (role !== "director" || !waits || failover.openConnections > 0)
			return [];
		const holder = hosts.find(
			(other) =>
				other.component === component &&
				other.role === role &&
				other.failover?.hasVip &&
				other.failover.openConnections >= fewest,
		);
		return holder === undefined
			? []
			: [
					`it knows none of the ${holder.failover?.openConnections} open connections that ${holder.name} has; they would end if the VIP came here. If it has waited for long, what ${holder.name} tells does not arrive: look for a network between them that carries no multicast, or a filter that drops UDP to ${syncSocket.group}, port ${syncSocket.port}`,
				];
	});
}
