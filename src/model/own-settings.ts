import { addressNumber, type Ipv4 } from "./address.ts";

/** Settings by which an engine is known, and by which it listens. Only the component writes these, and those below. */
function known(address: Ipv4, listens: string): Record<string, string> {
	return {
		"bind-address": listens,
		"server-id": String(addressNumber(address)),
	};
}

/** The settings of the engine that takes writes. */
export function serverSettings(
	address: Ipv4,
	replicated: boolean,
): Record<string, string> {
	return {
		...known(address, address),
		...(replicated ? { "log-bin": "binlog", "binlog-format": "ROW" } : {}),
	};
}

/** The settings of a replica. */
export function replicaSettings(address: Ipv4): Record<string, string> {
	return {
		// the VIP is the destination of packets that come through an LVS service
		...known(address, "0.0.0.0"),
		"relay-log": "relay",
		"read-only": "1",
		"gtid-strict-mode": "1",
		"report-host": address,
	};
}
