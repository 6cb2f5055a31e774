import { Cluster, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const lb1 = { host: machines.lb1, address: "172.18.0.65" };
const lb2 = { host: machines.lb2, address: "172.18.0.66" };

const web = new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb1, lb2 },
	failover: { advertSeconds: 0.3 },
	realServers: { lb1, lb2 },
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
