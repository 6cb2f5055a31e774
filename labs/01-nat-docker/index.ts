import { Cluster, HostSetup, SmokeTest, spread } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
import { containers } from "./containers.ts";

const machines = lab();

// two containers on the director itself: 172.17.0.2 and 172.17.0.3
const docker = new HostSetup("containers", {
	hosts: { lb: machines.lb },
	...containers(["rs1", "rs2"]),
});

const web = new Cluster(
	"web",
	{
		vip: "172.18.18.18",
		forwarding: "nat",
		directors: {
			// towards the real servers it is docker0, towards the clients eth1
			lb: { host: machines.lb, address: "172.17.0.1/16", interface: "eth1" },
		},
		realServers: {
			rs1: { address: "172.17.0.2", weight: 1 },
			rs2: { address: "172.17.0.3", weight: 3 },
		},
		services: {
			http: { tcp: 80, scheduler: "wrr" },
		},
	},
	{ dependsOn: docker },
);

const proof = new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "http", requests: 40 })],
});

export const rules = web.rules;
export const results = proof.results;
