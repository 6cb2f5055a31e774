import { Cluster, HostSetup, SmokeTest, sticky, Website } from "pulumi-lvs";
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

const redis = new HostSetup("redis", {
	hosts: { rs1: machines.rs1, rs2: machines.rs2 },
	packages: ["redis-server"],
	files: {
		"/etc/redis/redis.conf": {
			// without a password redis refuses everybody but the machine itself
			content: 'bind 0.0.0.0\nrequirepass "lvs"\nsave ""\ndir /var/lib/redis\n',
			mode: "640",
			owner: "root:redis",
			restarts: "redis-server",
		},
	},
	units: ["redis-server"],
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
			// PFWM; for PPC write `tcp: 80` without the mark, for PCC `tcp: "all"`
			web: {
				fwmark: 7,
				tcp: [80, 8080],
				scheduler: "wrr",
				persistence: { seconds: 1200 },
			},
			redis: { tcp: 6379, scheduler: "wrr" },
		},
		ipvs: { expireQuiescentTemplate: true },
	},
	{ dependsOn: [sites, redis] },
);

const proof = new SmokeTest("sticky", {
	cluster: web,
	from: machines.client,
	checks: [sticky({ service: "web", requests: 20 })],
});

export const rules = web.rules;
export const results = proof.results;
