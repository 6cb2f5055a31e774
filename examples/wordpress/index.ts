import { Cluster, Database, SharedStorage, WordPress } from "pulumi-lvs";
import { hosts } from "./hosts.ts";

const realServers = {
	rs1: { host: hosts.rs1, address: "192.0.2.67" },
	rs2: { host: hosts.rs2, address: "192.0.2.68" },
};
const server = { host: hosts.storage, address: "192.0.2.69" };

// pictures: uploaded through one real server, seen through both
const files = new SharedStorage("files", {
	server,
	realServers,
	directories: { uploads: { path: WordPress.uploads } },
});

const database = new Database("database", {
	server,
	network: "192.0.2.0/24",
	databases: { wordpress: {} },
});

// WordPress comes from the distribution's package; its passwords, keys and salts are made once and kept as secrets
const blog = new WordPress("blog", {
	realServers,
	url: "http://www.example.com",
	database: database.access("wordpress"),
	uploads: files,
});

const web = new Cluster(
	"web",
	{
		vip: "192.0.2.70",
		forwarding: "dr",
		directors: { lb: { host: hosts.lb, address: "192.0.2.66" } },
		realServers,
		services: {
			http: {
				tcp: 80,
				scheduler: "rr",
				// who cannot serve the page on which users sign in gets no visitors
				check: blog.check(),
				// without the database that is everybody, and WordPress says so itself
				whenAllFail: "keepAll",
			},
		},
	},
	{ dependsOn: blog },
);

export const rules = web.rules;
