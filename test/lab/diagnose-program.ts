import type { TunnelType } from "../../src/model/tunnel.ts";

/** Programs, and the machines that they are for. */
export interface Bench {
	/** All of them, those with a watch of ours first. */
	readonly machines: readonly string[];
	readonly watched: number;
	/** The first is the usual one. */
	readonly programs: Readonly<Record<string, string>>;
}

/**
 * A program for the machines of labs/05-tun, with a service for every way of forwarding, for marks, for persistence and for UDP. A cluster has
 * one type of tunnel.
 */
function diagnoseProgram(tunnel: TunnelType): string {
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

/** Of the same machines: a service with a check of a page, one that no page is asked of, and one of NAT by UDP. */
const more = `import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "10.77.0.70",
	forwarding: "dr",
	directors: {
		lb: { host: machines.lb, address: "10.88.0.10", interface: "eth1" },
	},
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.11" },
		rs2: { host: machines.rs2, address: "10.88.0.12" },
	},
	services: {
		http: { tcp: 80, scheduler: "rr" },
		site: { tcp: 8083, scheduler: "rr", check: { http: "/", hostName: "api.example" } },
		sql: { tcp: 3306, scheduler: "rr" },
		echo: { udp: 5300, scheduler: "rr", forwarding: "nat" },
	},
	page: { ports: [80, 8083] },
});

new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 4 })],
});
`;

/** The machines of labs/05-tun. */
export const single: Bench = {
	machines: ["lb", "rs1", "rs2", "client"],
	watched: 3,
	programs: {
		ipip: diagnoseProgram("ipip"),
		gue: diagnoseProgram("gue"),
		gre: diagnoseProgram("gre"),
		more,
	},
};

/** The machines of labs/13-failover. */
export const pair: Bench = {
	machines: ["lb1", "lb2", "rs1", "rs2", "client"],
	watched: 4,
	programs: {
		pair: `import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb1: { host: machines.lb1, address: "172.18.0.65" },
		lb2: { host: machines.lb2, address: "172.18.0.66" },
	},
	failover: { advertSeconds: 0.3, gateway: "172.18.0.71" },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: {
		http: { tcp: 80, scheduler: "rr" },
		nat: { tcp: 8080, scheduler: "rr", forwarding: "nat" },
		hash: { tcp: 8081, scheduler: "sh", forwarding: "nat" },
	},
	page: { ports: [80, 8080, 8081] },
});

new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 4 })],
});
`,
	},
};
