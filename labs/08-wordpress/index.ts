import {
	article,
	Cluster,
	Database,
	failover,
	register,
	SharedStorage,
	SmokeTest,
	session,
	WordPress,
} from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};
const server = { host: machines.storage, address: "172.18.0.69" };

const files = new SharedStorage("files", {
	server,
	realServers,
	directories: { uploads: { path: WordPress.uploads } },
});

const database = new Database("database", {
	server,
	network: "172.18.0.0/24",
	databases: { wordpress: {} },
	// a small machine
	settings: { innodb_buffer_pool_size: "64M", performance_schema: "off" },
});

const blog = new WordPress("blog", {
	realServers,
	url: "http://www.lab.test",
	database: database.access("wordpress"),
	uploads: files,
	registration: "with-password",
	callsOut: false,
});

const web = new Cluster(
	"web",
	{
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
		realServers,
		services: { http: { tcp: 80, scheduler: "rr" } },
	},
	{ dependsOn: blog },
);

const proof = new SmokeTest("homework", {
	cluster: web,
	from: machines.client,
	second: machines.client2,
	checks: [
		session({ service: "http", app: blog.app }),
		register({ service: "http", app: blog.app }),
		article({ service: "http", app: blog.app }),
		failover({ service: "http", app: blog.app }),
	],
});

export const answers = proof.results.apply((results) =>
	Object.fromEntries(results.map(({ check, answer }) => [check, answer])),
);
