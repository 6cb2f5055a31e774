import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb1: { host: machines.lb1, address: "172.18.0.65" },
		lb2: { host: machines.lb2, address: "172.18.0.66" },
	},
	failover: { advertSeconds: 0.3 },
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
	},
	services: {
		http: { tcp: 80, scheduler: "rr" },
	},
	page: true,
});

const proof = new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 30 })],
});

export const rules = web.rules;
export const results = proof.results;
