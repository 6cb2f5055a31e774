import {
	article,
	Cluster,
	Database,
	Discuz,
	failover,
	register,
	SharedStorage,
	SmokeTest,
	session,
} from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
import { archive } from "./archive.ts";

// first: without it nothing is begun
const source = archive();
const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};
const server = { host: machines.storage, address: "172.18.0.69" };

const files = new SharedStorage("files", {
	server,
	realServers,
	directories: { data: { path: Discuz.data } },
});

const database = new Database("database", {
	server,
	network: "172.18.0.0/24",
	databases: { discuz: {} },
	// a small machine
	settings: { innodb_buffer_pool_size: "64M", performance_schema: "off" },
});

const bbs = new Discuz("bbs", {
	realServers,
	url: "http://bbs.lab.test",
	database: database.access("discuz"),
	data: files,
	archive: source,
	unguarded: true,
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
	{ dependsOn: bbs },
);

const proof = new SmokeTest("homework", {
	cluster: web,
	from: machines.client,
	second: machines.client2,
	checks: [
		session({ service: "http", app: bbs.app }),
		register({ service: "http", app: bbs.app }),
		article({ service: "http", app: bbs.app }),
		failover({ service: "http", app: bbs.app }),
	],
});

export const answers = proof.results.apply((results) =>
	Object.fromEntries(results.map(({ check, answer }) => [check, answer])),
);
