import type { HostConnection } from "../../src/model/host.ts";

/** Hosts of {@link everyKind}. */
export interface Hosts {
	readonly lb: HostConnection;
	readonly rs1: HostConnection;
	readonly server: HostConnection;
	readonly client: HostConnection;
}

/**
 * Text of a program with a resource of every kind. A component waits for no other, so that each goes as far as it can.
 *
 * @param version 2 differs from 1 in every resource that makes something on a host.
 */
export function everyKind(
	hosts: Hosts,
	archive: { readonly path: string; readonly sha256: string },
	version: 1 | 2,
): string {
	const second = version === 2;
	return `import * as lvs from "pulumi-lvs";

const hosts = ${JSON.stringify(hosts, null, "\t")};
const realServers = { rs1: { host: hosts.rs1, address: "172.18.0.67" } };
const server = { host: hosts.server, address: "172.18.0.69" };
const cluster = new lvs.Cluster("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: { lb: { host: hosts.lb, address: "172.18.0.66" } },
	realServers,
	services: { http: { tcp: 80, scheduler: "rr" }, ${second ? 'more: { tcp: 81, scheduler: "wlc" }' : ""} },
	page: ${!second},
});
new lvs.SmokeTest("proof", {
	cluster,
	from: hosts.client,
	checks: [lvs.spread({ service: "http", requests: ${second ? 6 : 4} })],
});
new lvs.HostSetup("tools", {
	hosts: { server: hosts.server },
	packages: ["mc"${second ? ', "tmux"' : ""}],
	files: { "/etc/tools.conf": { content: "version ${version}" } },
});
new lvs.Website("shop", {
	realServers,
	sites: { main: { port: 8080, files: { "index.html": "version ${version}" } }, ${second ? 'more: { serverName: "more.lab.test" }' : ""} },
});
new lvs.SharedStorage("files", {
	server,
	realServers,
	directories: { pictures: { path: "/srv/pictures" }, ${second ? 'texts: { path: "/srv/texts" }' : ""} },
});
new lvs.Database("store", {
	server,
	network: "172.18.0.0/24",
	databases: { shop: {}, ${second ? "blog: {}" : ""} },
	replicas: realServers,
});
new lvs.SessionStore("sessions", { server, type: "redis", megabytes: ${32 * version} });
new lvs.ObjectCache("objects", { server, megabytes: ${32 * version} });
const way = { address: "172.18.0.69", database: "it", user: "it", password: "a password of a database" };
new lvs.WordPress("blog", {
	realServers,
	url: "http://www${version}.lab.test",
	database: way,
});
new lvs.Discuz("bbs", {
	realServers,
	url: "http://bbs${version}.lab.test",
	database: way,
	archive: ${JSON.stringify(archive)},
	unguarded: true,
});
`;
}
