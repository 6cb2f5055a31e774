import { Cluster, SmokeTest, sticky } from "pulumi-lvs";
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
	},
	services: {
		// PFWM; for PPC write `tcp: 80` without the mark, for PCC `tcp: "all"`
		web: {
			fwmark: 7,
			tcp: [80, 8080],
			scheduler: "wrr",
			persistence: { seconds: 1200 },
		},
	},
	ipvs: { expireQuiescentTemplate: true },
	page: { ports: [80, 8080] },
});

const proof = new SmokeTest("sticky", {
	cluster: web,
	from: machines.client,
	checks: [sticky({ service: "web", requests: 20 })],
});

export const rules = web.rules;
export const results = proof.results;
