import { Cluster, SmokeTest, spread, sticky } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const schedulers = [
	...(["rr", "wrr", "lc", "wlc", "sed", "nq", "fo", "ovf"] as const),
	...(["sh", "mh", "dh", "lblc", "lblcr"] as const),
];

const web = new Cluster("web", {
	vip: "10.77.0.70",
	forwarding: "nat",
	directors: {
		lb: { host: machines.lb, address: "10.88.0.10", interface: "eth1" },
	},
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.11", weight: 3 },
		rs2: { host: machines.rs2, address: "10.88.0.12", weight: 1 },
	},
	// rr on port 8001, wrr on 8002, ...
	services: Object.fromEntries(
		schedulers.map((scheduler, index) => [
			scheduler,
			{ tcp: 8001 + index, scheduler, realServerPort: 80 },
		]),
	),
	page: true,
});

const proof = new SmokeTest("schedulers", {
	cluster: web,
	from: machines.client,
	checks: [
		spread({ service: "rr", requests: 20 }),
		spread({ service: "wrr", requests: 20 }),
		sticky({ service: "sh", requests: 10 }),
		sticky({ service: "mh", requests: 10 }),
	],
});

export const rules = web.rules;
export const results = proof.results;
