import { Cluster, Database, readBack, SmokeTest } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const replicas = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};

const database = new Database("database", {
	server: { host: machines.storage, address: "172.18.0.69" },
	network: "172.18.0.0/24",
	databases: { shop: {} },
	replicas,
	// where each tells how far it is behind
	lagPort: 9336,
	// small machines
	settings: { innodb_buffer_pool_size: "64M", performance_schema: "off" },
});

// reading by the VIP, from whichever replica; writing at 172.18.0.69, always
const reading = new Cluster(
	"reading",
	{
		vip: "172.18.0.71",
		forwarding: "dr",
		directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
		realServers: replicas,
		services: {
			mariadb: {
				tcp: 3306,
				scheduler: "rr",
				// a replica that is more than 10 s behind gets no readers
				check: database.check(),
				// without the first engine all of them are behind, and still can be read
				whenAllFail: "keepAll",
			},
		},
	},
	{ dependsOn: database },
);

const proof = new SmokeTest("reading", {
	cluster: reading,
	from: machines.client,
	checks: [readBack({ service: "mariadb", database: database.access("shop") })],
});

export const answers = proof.results.apply((results) =>
	Object.fromEntries(results.map(({ check, answer }) => [check, answer])),
);
