import type { Fact } from "./fact.ts";

/** Timeout of IPVS -> seconds; empty where none is declared, or ip_vs is not loaded. */
export const timeouts: Fact<Record<string, string>> = {
	probe: ({ timeouts }) =>
		Object.keys(timeouts).length === 0
			? ""
			: "[ ! -e /proc/net/ip_vs ] || ipvsadm -Ln --timeout",
	parse({ lines }) {
		// Timeout (tcp tcpfin udp): 900 120 300
		const [tcp, tcpFin, udp] =
			/: (\d+) (\d+) (\d+)/.exec(lines.join("\n"))?.slice(1) ?? [];
		return tcp === undefined || tcpFin === undefined || udp === undefined
			? {}
			: { tcp, tcpFin, udp };
	},
};
