import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "10.77.0.70",
	forwarding: "fullnat",
	directors: {
		lb: { host: machines.lb, address: "10.88.0.10", interface: "eth1" },
	},
	realServers: {
		rs1: { host: machines.rs1, address: "10.88.0.11", weight: 2 },
		rs2: { host: machines.rs2, address: "10.88.0.12", weight: 3 },
	},
	services: {
		http: { tcp: 80, scheduler: "wrr" },
	},
	page: true, // on each real server a web server, with a page that names it
});

const proof = new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 50 })],
});

export const rules = web.rules;
export const results = proof.results;
