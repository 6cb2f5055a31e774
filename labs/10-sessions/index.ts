import {
	Cluster,
	control,
	failover,
	SessionStore,
	SharedStorage,
	SmokeTest,
	session,
	Website,
} from "pulumi-lvs";
import { lab } from "pulumi-lvs/lab";
import { counter } from "./counter.ts";

const machines = lab();

const realServers = {
	rs1: { host: machines.rs1, address: "172.18.0.67" },
	rs2: { host: machines.rs2, address: "172.18.0.68" },
};
const server = { host: machines.storage, address: "172.18.0.69" };

const files = new SharedStorage("files", {
	server,
	realServers,
	directories: { sessions: { path: "/srv/sessions" } },
});
const redis = new SessionStore("redis", {
	server,
	type: "redis",
	lockSeconds: 40,
});
const memcached = new SessionStore("memcached", { server, type: "memcached" });

// one page, five times: only where its sessions are kept differs
const page = { php: true, files: { "index.php": counter } };
const strict = { "session.use_strict_mode": "1" };
const sites = new Website(
	"sites",
	{
		realServers,
		sites: {
			own: { ...page, port: 8081, phpSettings: strict },
			sticky: { ...page, port: 8082, phpSettings: strict },
			shared: {
				...page,
				port: 8083,
				phpSettings: { ...strict, "session.save_path": "/srv/sessions" },
			},
			redis: { ...page, port: 8084, sessions: redis },
			memcached: { ...page, port: 8085, sessions: memcached },
		},
	},
	{ dependsOn: files },
);

const web = new Cluster(
	"web",
	{
		vip: "172.18.0.70",
		forwarding: "dr",
		directors: { lb: { host: machines.lb, address: "172.18.0.66" } },
		realServers,
		services: {
			own: { tcp: 8081, scheduler: "rr" },
			sticky: { tcp: 8082, scheduler: "rr", persistence: { seconds: 300 } },
			shared: { tcp: 8083, scheduler: "rr" },
			redis: { tcp: 8084, scheduler: "rr" },
			memcached: { tcp: 8085, scheduler: "rr" },
		},
	},
	{ dependsOn: sites },
);

const at = (service: string, port: number) => ({
	service,
	app: { kind: "php-session", url: `http://172.18.0.70:${port}` } as const,
});

const proof = new SmokeTest("sessions", {
	cluster: web,
	from: machines.client,
	checks: [
		control(session(at("own", 8081))),
		session(at("sticky", 8082)),
		session(at("shared", 8083)),
		session(at("redis", 8084)),
		session(at("memcached", 8085)),
		// and when the real server that knows them is gone?
		control(failover(at("sticky", 8082))),
		failover(at("shared", 8083)),
		failover(at("redis", 8084)),
		failover(at("memcached", 8085)),
	],
});

export const answers = proof.results.apply((results) =>
	Object.fromEntries(results.map(({ check, answer }) => [check, answer])),
);
