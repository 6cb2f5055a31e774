import type { Changes } from "./declared.ts";

// What somebody writes who knows keepalived, ipvsadm, kubectl, HAProxy or Ansible: each word gets its sentence.

const noHealthChecks =
	"health checks are not supported yet: a real server that does not answer keeps its share of the clients; watch it from outside, and take it out by `lvsctl drain` or `weight: 0`";
const noSorryServer =
	'a sorry server needs health checks, not supported yet; write it as a real server of the lowest weight with `scheduler: "fo"`: it gets the clients when all others are drained';
const noVrrp =
	"a second director needs VRRP, not supported yet; one director has the VIP, as /32";
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
	[
		cluster,
		["healthCheck", "health_check", "delay_loop", "quorum"],
		noHealthChecks,
	],
	[
		service,
		["healthCheck", "HTTP_GET", "livenessProbe", "delay_loop"],
		noHealthChecks,
	],
	[
		realServer,
		["TCP_CHECK", "MISC_CHECK", "inhibit_on_failure"],
		noHealthChecks,
	],
	[cluster, ["sorryServer", "sorry_server"], noSorryServer],
	[service, ["sorryServer", "sorry_server"], noSorryServer],
	[realServer, ["backup"], noSorryServer],
	[cluster, ["vrrp_instance", "failover", "lvs_sync_daemon"], noVrrp],
	["directors.lb", ["priority", "state"], noVrrp],
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
		["identityFile", "key"],
		'write `privateKeyFile: "~/.ssh/id_ed25519"` in the connection',
	],
	[
		host,
		["proxyJump", "bastion"],
		"write `jump: { address }` in the connection",
	],
	[
		host,
		["password"],
		"nobody logs in by a password here; write `privateKeyFile`, or load the key into an agent",
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
