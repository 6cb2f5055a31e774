import type { LabDefinition } from "../../src/lab/define.ts";

/** The machines of `splitProgram`. */
export const splitLab = {
	links: { lan: "172.18.0.0/24" },
	machines: {
		lb: { lan: "172.18.0.66" },
		rs1: { lan: "172.18.0.67" },
		rs2: { lan: "172.18.0.68" },
		storage: { lan: "172.18.0.69" },
		db1: { lan: "172.18.0.72" },
		db2: { lan: "172.18.0.73" },
		client: { lan: "172.18.0.10" },
	},
} satisfies LabDefinition;

/** WordPress on two real servers, which write to storage and read from db1 and db2 by the VIP 172.18.0.71. */
export const splitProgram = `import { Cluster, Database, WordPress } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};
const replicas = {
	db1: { host: machines.db1, address: "172.18.0.72" },
	db2: { host: machines.db2, address: "172.18.0.73" },
};
const directors = { lb: { host: machines.lb, address: "172.18.0.66" } };

const database = new Database("database", {
	server: { host: machines.storage, address: "172.18.0.69" },
	network: "172.18.0.0/24",
	databases: { wordpress: {} },
	replicas,
	lagPort: 9336,
	settings: { innodb_buffer_pool_size: "64M", performance_schema: "off" },
});

const reading = new Cluster("reading", {
	vip: "172.18.0.71",
	forwarding: "dr",
	directors,
	realServers: replicas,
	// so far behind as no test of it is
	services: { mariadb: { tcp: 3306, scheduler: "rr", check: database.check({ maxLagSeconds: 600 }) } },
}, { dependsOn: database });

const blog = new WordPress("blog", {
	realServers,
	url: "http://www.lab.test",
	database: database.access("wordpress", { reads: { cluster: reading, service: "mariadb", ownWritesSeconds: 601 } }),
	uploads: "elsewhere",
	callsOut: false,
});

new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors,
	realServers,
	services: { http: { tcp: 80, scheduler: "rr" } },
}, { dependsOn: [blog, reading] });
`;
