import { Cluster, SmokeTest, spread, Website } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};

// the notes' two virtual hosts; the web server also says which real server it is, in a header
const page = { "index.html": "<h1>{{realServer}}</h1>" };
const sites = new Website("vhosts", {
	realServers,
	sites: {
		vhost1: { port: 80, root: "/www/vhost1", files: page },
		vhost2: { port: 8080, root: "/www/vhost2", files: page },
	},
});

const web = new Cluster(
	"web",
	{
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: {
			lb: { host: machines.lb, address: "172.18.0.66" },
		},
		realServers,
		services: {
			web: { fwmark: 7, tcp: [80, 8080], scheduler: "wrr" },
		},
	},
	{ dependsOn: sites },
);

const proof = new SmokeTest("spread", {
	cluster: web,
	from: machines.client,
	checks: [spread({ service: "web", requests: 40 })],
});

export const rules = web.rules;
export const results = proof.results;
