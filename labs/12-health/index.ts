import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb: { host: machines.lb, address: "172.18.0.66" },
	},
	realServers: {
		rs1: { host: machines.rs1, address: "172.18.0.67" },
		rs2: { host: machines.rs2, address: "172.18.0.68" },
		rs3: { host: machines.rs3, address: "172.18.0.69" },
	},
	services: {
		http: {
			tcp: 80,
			scheduler: "rr",
			check: { http: "/" },
		},
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
