import type { Changes } from "./declared.ts";

// What somebody writes who knows keepalived, ipvsadm, kubectl, HAProxy or Ansible: each word gets its sentence.

const inAService =
	'a health check belongs to a service: `services: { http: { tcp: 80, check: { http: "/health" } } }`';
const check = 'write `check: { http: "/health" }` in a service';
const notYet =
	"health checks do not have it yet: a real server that fails gets no new connections, and one check that passes brings it back";
const sorry =
	'write `sorry: "maintenance"` in a service: the name of a real server, or { page: "<h1>We are back soon.</h1>" }';
const sorryInAService =
	'a sorry server and its quorum belong to a service: `services: { http: { tcp: 80, check: { http: "/health" }, sorry: "maintenance", quorum: 2 } }`';
const several =
	'declare a second director: `directors: { lb1: { host, address: "172.18.0.65" }, lb2: { host, address: "172.18.0.66" } }`; one has the VIP, and both hold the rules and the connections. `failover: { advertSeconds: 0.3 }` says more';
const ofVrrp =
	"it follows from the declaration: directors have priorities in the order in which they are declared, send adverts only to each other's addresses, and watch their links";
const persistence = "write `persistence: { seconds: 360 }` in a service";
const algorithm = 'write `scheduler: "wrr"` in a service';
const forwarding = 'write `forwarding: "nat"`, "dr", "tun" or "fullnat"';
const machines =
	'machines that answer are written one by one: `realServers: { rs1: { host, address: "172.18.0.67" } }`';

const [cluster, service, realServer, host] = [
	"",
	"services.http",
	"realServers.rs1",
	"realServers.rs1.host",
];

const words: readonly (readonly [string, readonly string[], string])[] = [
	[cluster, ["healthCheck", "health_check", "delay_loop"], inAService],
	[cluster, ["quorum", "hysteresis"], sorryInAService],
	[service, ["HTTP_GET", "livenessProbe", "delay_loop", "checktype"], check],
	[service, ["quiescent"], notYet],
	[realServer, ["TCP_CHECK", "MISC_CHECK", "connect_timeout"], inAService],
	[realServer, ["inhibit_on_failure"], notYet],
	[cluster, ["sorryServer", "sorry_server"], sorryInAService],
	[service, ["sorryServer", "sorry_server"], sorry],
	[realServer, ["backup"], sorryInAService],
	[cluster, ["vrrp_instance", "lvs_sync_daemon", "standby"], several],
	[cluster, ["track_script", "unicast_peer"], ofVrrp],
	["directors.lb", ["priority", "state"], ofVrrp],
	[cluster, ["ipFamily", "vip6"], "IPv6 is not supported yet; leave it out"],
	[
		cluster,
		["virtual_server", "frontend"],
		"keepalived's virtual_server is a service here: write `services: { http: { tcp: 80 } }`",
	],
	[cluster, ["real_server", "backends", "replicas", "selector"], machines],
	[service, ["replicas", "endpoints"], machines],
	[cluster, ["virtual_ipaddress", "clusterIP"], 'write `vip: "172.18.0.70"`'],
	[cluster, ["lb_algo", "balance"], algorithm],
	[service, ["lb_algo", "lvs_sched"], algorithm],
	[cluster, ["lb_kind", "masq"], forwarding],
	[service, ["lb_kind", "lvs_method"], forwarding],
	[
		cluster,
		["roundrobin"],
		'write `scheduler: "rr"` or another one in a service',
	],
	[cluster, ["persistence_timeout"], persistence],
	[service, ["persistence_timeout", "sessionAffinity"], persistence],
	["services.http.persistence", ["timeout"], "write `seconds: 360`"],
	[
		service,
		["uthreshold", "maxconn"],
		"write `realServers: { rs1: { upper: 12000 } }` in a service",
	],
	[service, ["port", "protocol"], "write `tcp: 80` or `udp: 53` in a service"],
	[service, ["targetPort"], "write `realServerPort: 8080` in a service"],
	[
		host,
		["hostname", "ansible_host"],
		'write `address: "192.0.2.10"` in the connection',
	],
	[host, ["username"], 'write `user: "root"` in the connection'],
	[host, ["become"], "write `sudo: true` in the connection"],
	[
		host,
		["identityFile", "Identity", "key"],
		'write `privateKeyFile: "~/.ssh/id_ed25519"` in the connection',
	],
	[
		host,
		["ProxyJump", "ProxyCommand", "bastion"],
		"write `jump: { address }` in the connection",
	],
	[
		realServer,
		["state", "disabled", "drain"],
		"a real server that gets no new client has `weight: 0`",
	],
	[
		service,
		["fwm", "firewallMark"],
		"write `fwmark: 7, tcp: [80, 443]` in a service",
	],
	[
		service,
		["sched_flags", "sh-port"],
		'write `flags: ["sh-fallback"]` in a service',
	],
	[
		host,
		["ConnectTimeout", "timeout"],
		"write `connectSeconds: 10` in the connection",
	],
	[host, ["ansible_port"], "write `port: 22` in the connection"],
	[
		host,
		["StrictHostKeyChecking", "knownHostsFile"],
		'host keys are always checked; write `knownHosts: "~/.ssh/known_hosts"` in the connection, or the key as `hostKey`',
	],
	[
		host,
		["become_user", "sudoPassword"],
		"write `sudo: true` in the connection: as root, by a sudo that asks for no password",
	],
	[
		host,
		["password"],
		"there is no login by password; write `privateKeyFile`, or load the key into an agent",
	],
];

export const foreignKeys = words.flatMap(([place, keys, says]) =>
	keys.map((key): [Changes, Record<string, string>] => [
		{
			...(place === "services.http.persistence"
				? { "services.http.persistence.seconds": 60 }
				: {}),
			[place === "" ? key : `${place}.${key}`]: 1,
		},
		{ [place || "declaration"]: `unknown key "${key}"; ${says}` },
	]),
);
