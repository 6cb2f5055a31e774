import type { LabDefinition } from "../../src/lab/define.ts";

/** The machines of `objectsProgram`. */
export const objectsLab = {
	links: { lan: "172.18.0.0/24" },
	machines: {
		lb: { lan: "172.18.0.66" },
		rs1: { lan: "172.18.0.67" },
		rs2: { lan: "172.18.0.68" },
		storage: { lan: "172.18.0.69" },
		client: { lan: "172.18.0.10" },
	},
} satisfies LabDefinition;

/** WordPress on two real servers, whose object cache is beside the session store of another site. `objects` is not in it yet. */
export const objectsProgram = `import { Cluster, Database, ObjectCache, SessionStore, WordPress } from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";

const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};
const server = { host: machines.storage, address: "172.18.0.69" };

const database = new Database("database", {
	server,
	network: "172.18.0.0/24",
	databases: { wordpress: {} },
	settings: { innodb_buffer_pool_size: "64M", performance_schema: "off" },
});

new SessionStore("sessions", { server, type: "redis", megabytes: 16 });
const objects = new ObjectCache("objects", { server, megabytes: 16 });

const blog = new WordPress("blog", {
	realServers,
	url: "http://www.lab.test",
	database: database.access("wordpress"),
	uploads: "elsewhere",
	callsOut: false,
});

new Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
	realServers,
	services: { http: { tcp: 80, scheduler: "rr" } },
}, { dependsOn: [blog] });

void objects;
`;
