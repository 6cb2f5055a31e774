import type { TunnelType } from "../../src/model/tunnel.ts";

/**
 * A program for the machines of labs/05-tun, with a service for every way of forwarding, for marks, for persistence and for UDP. A cluster has
 * one type of tunnel.
 */
export function diagnoseProgram(tunnel: TunnelType): string {
	return `import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "10.77.0.70",
	forwarding: "dr",
	tunnel: { type: "${tunnel}" },
	directors: {
		lb: { host: machines.lb, address: "10.88.0.10", interface: "eth1" },
	},
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.11", weight: 2 },
		rs2: { host: machines.rs2, address: "10.88.0.12", weight: 3 },
	},
	services: {
		http: { tcp: 80, scheduler: "wrr" },
		nat: { tcp: 8080, scheduler: "rr", forwarding: "nat" },
		tun: { tcp: 8000, scheduler: "rr", forwarding: "tun" },
		full: { tcp: 8081, scheduler: "rr", forwarding: "fullnat" },
		marks: { fwmark: 7, tcp: [8888, 3000], scheduler: "rr" },
		sticky: { tcp: 8082, scheduler: "rr", persistence: { seconds: 300 } },
		dns: { udp: 53, scheduler: "rr" },
	},
	page: { ports: [80, 8080, 8000, 8081, 8888, 3000, 8082] },
});

new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 5 })],
});
`;
}
