import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { RemoteError } from "../../../../src/errors.ts";
import { extendRecord } from "../../../../src/host/change/extend-record.ts";
import { plan } from "../../../../src/host/change/plan.ts";
import { refusals, refuse } from "../../../../src/host/change/refuse.ts";
import { remarks } from "../../../../src/host/change/remarks.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Holder } from "../../../../src/host/record.ts";
import { parseTable } from "../../../../src/ipvs/parse-rule.ts";
import type { Desired, DesiredCheck } from "../../../../src/model/desired.ts";
import { tablesOf } from "../../../../src/model/tables.ts";
import { alone, clean, director, realServer } from "./example.ts";

interface Case {
	readonly desired?: Partial<Desired>;
	readonly observed: Partial<Observed>;
	/** Of the error, after the host and what was being done: what was seen, and on the next line what to do. */
	readonly message: readonly [string, string];
}

const at = (...list: readonly string[]): Observed["addresses"] => ({
	devices: ["eth0", "eth1", "lo"],
	list: list.map((line) => {
		const [device = "", address = ""] = line.split(" ");
		return { device, address };
	}),
});
const page = "/var/www/html/index.html";
const written = (content: string): Observed["files"] => ({
	...clean(realServer).files,
	[page]: { mode: "644", owner: "root:root 0:0", content, stock: false },
});

const marked: Partial<Desired> = {
	ipvs: { "-f 7": "-s rr" },
	packets: {
		marks: {
			"mark 7 to 172.18.0.70, tcp 80, 443": {
				mark: 7,
				to: "172.18.0.70",
				protocol: "tcp",
				ports: [80, 443],
			},
		},
		masquerades: {},
	},
};

/** Of one of several directors: what goes with the VIP. */
const moving = {
	addresses: {},
	failover: {
		routerId: 51,
		peers: { lb1: "172.18.0.65" },
		gateway: "172.18.0.1",
		addresses: ["172.18.0.71"],
	},
} as const satisfies Partial<Desired>;

function stopIt(unit: string): string {
	return `Stop it, also at boot (systemctl disable --now ${unit}), and run up right after: it takes its services along when it stops. Or write another port or VIP.`;
}

function asked(probe?: string): DesiredCheck {
	return {
		realServer: "rs1",
		asks: "a connection",
		...(probe === undefined ? {} : { probe }),
		outSeconds: 6,
		rules: [],
	};
}

function sameMarks(name: string): Case["message"] {
	return [
		`the marks of health checks, and of packets that directors hand over, are those of ${name} on this director already`,
		"They follow from the cluster's name, and both names lead to the same: give one of the clusters another name.",
	];
}

/** What we set up on a director before, and which resource did. */
function recordOf(holder: Holder | undefined): Pick<Observed, "record"> {
	const situation = {
		owner: "web-director",
		desired: director,
		observed: clean(director),
	};
	return { record: extendRecord({ ...situation, holder }) };
}

const onDirector: Readonly<Record<string, Case>> = {
	"the wrong machine": {
		observed: {
			addresses: at(
				"lo 127.0.0.1/8",
				"eth0 10.0.2.15/24",
				"eth1 172.18.0.9/24",
			),
		},
		message: [
			"no interface has 172.18.0.66; the host has 10.0.2.15/24 on eth0, 172.18.0.9/24 on eth1",
			"Is this the right machine? Correct `address`, or the connection of `host`.",
		],
	},
	"a real server that no route leads to": {
		observed: { ways: { "172.18.0.68": { router: undefined } } },
		message: [
			"the director has no route to the real server 172.18.0.68",
			"Is its link up, and the address right? ip route get shows what the kernel would do.",
		],
	},
	"a real server behind a router, by direct routing": {
		observed: { ways: { "172.18.0.68": { router: "172.18.0.1" } } },
		message: [
			"the director reaches the real server 172.18.0.68 through the router 172.18.0.1; direct routing needs it on a link of the director's",
			'Connect both to one link and give the director an address there. Or write forwarding: "tun", which routers pass on.',
		],
	},
	"real servers behind one WireGuard, by direct routing": {
		observed: {
			ways: {
				"172.18.0.67": { tunnel: { device: "wg0", kind: "wireguard" } },
				"172.18.0.68": { tunnel: { device: "wg0", kind: "wireguard" } },
			},
		},
		message: [
			"the director reaches 172.18.0.67, 172.18.0.68 by wg0, which delivers by destination; direct routing leaves the VIP there, and one of them alone would get its packets",
			'Write forwarding: "tun" or "fullnat".',
		],
	},
	"no such interface": {
		desired: { device: "bond0" },
		observed: {},
		message: [
			"there is no interface bond0, only eth0, eth1, lo",
			"Correct `interface`, or leave it out: the interface that has the declared address is then used.",
		],
	},
	"the VIP on another link": {
		observed: { addresses: at("eth0 172.18.0.70/24", "eth1 172.18.0.66/24") },
		message: [
			"172.18.0.70/24 is on eth0 already, and must be on eth1",
			"Remove it there first (ip address del 172.18.0.70/24 dev eth0), also from the network configuration that adds it at boot.",
		],
	},
	"the VIP on lo of a director": {
		observed: { addresses: at("lo 172.18.0.70/32", "eth1 172.18.0.66/24") },
		message: [
			"172.18.0.70/32 is on lo already, and must be on eth1",
			"Remove it there first (ip address del 172.18.0.70/32 dev lo), also from the network configuration that adds it at boot.",
		],
	},
	"the VIP on lo for a real server of ours, which is to be the director": {
		observed: {
			addresses: at("lo 172.18.0.70/32", "eth1 172.18.0.66/24"),
			neighbours: {
				...alone,
				addressOwners: { "172.18.0.70/32": "web/real-server/rs2" },
			},
		},
		message: [
			"172.18.0.70/32 is on lo of this machine for web/real-server/rs2, and must be on eth1",
			"Do it in two steps: take rs2 out of `realServers` and run up; then move the director here.",
		],
	},
	"the VIP elsewhere than on the declared interface": {
		desired: { device: "eth0" },
		observed: { addresses: at("eth1 172.18.0.66/24", "eth1 172.18.0.70/32") },
		message: [
			"172.18.0.70/32 is on eth1 already, and must be on eth0",
			"Remove it there first (ip address del 172.18.0.70/32 dev eth1), also from the network configuration that adds it at boot.",
		],
	},
	"a kernel without IPVS": {
		observed: { modules: { ip_vs: "missing", ip_vs_wrr: "missing" } },
		message: [
			"this kernel has no ip_vs, no ip_vs_wrr",
			"It is part of most distribution kernels: boot one, or install the package with its extra modules (linux-modules-extra, kernel-modules).",
		],
	},
	"a kernel whose modules are not on the disk any more": {
		observed: { modules: { ip_vs: "loaded", ip_vs_wrr: "gone" } },
		message: [
			"the modules of the running kernel are not on this host, and ip_vs_wrr cannot be loaded",
			"Where the kernel was updated since the last boot: reboot. In a container: load them on the machine around it.",
		],
	},
	"a kernel that loads no more modules": {
		observed: {
			modules: {
				nf_conntrack: "loaded",
				nf_tables: "available",
				ip_vs: "locked",
				ip_vs_wrr: "locked",
			},
		},
		message: [
			"kernel.modules_disabled is 1: this kernel loads no more modules, and ip_vs, ip_vs_wrr must be loaded",
			"Write a line for each into /etc/modules-load.d/lvs.conf, which is read before that setting at boot, and reboot: nf_tables, ip_vs, ip_vs_wrr.",
		],
	},
	"a module that the configuration of modprobe keeps out": {
		observed: { modules: { ip_vs: "forbidden", ip_vs_wrr: "available" } },
		message: [
			"the configuration of modprobe keeps ip_vs from being loaded",
			'Take the line "install" for it, or for a module that it needs, out of /etc/modprobe.d: modprobe -n -v ip_vs shows it.',
		],
	},
	"a kernel without the scheduler": {
		observed: {
			modules: {
				ip_vs: "loaded",
				ip_vs_wrr: "missing",
				ip_vs_rr: "available",
				ip_vs_wlc: "loaded",
				ip_vs_ftp: "available",
			},
		},
		message: [
			"this kernel has no ip_vs_wrr",
			"Choose a scheduler that it has: rr, wlc.",
		],
	},
	"a mark that another table sets": {
		desired: marked,
		observed: {
			marks: {
				used: { 7: { kind: "table", family: "inet", name: "filter" } },
				listeners: [],
			},
		},
		message: [
			"mark 7 is used by table inet filter already",
			"Write another `fwmark`: nft list ruleset, ip rule and ipvsadm -Sn show which are used.",
		],
	},
	"a mark that is an IPVS service of somebody else": {
		desired: marked,
		observed: { ipvs: parseTable({ "-f 7": "-s rr" }) },
		message: [
			"mark 7 is used by an IPVS service already",
			"Write another `fwmark`: nft list ruleset, ip rule and ipvsadm -Sn show which are used.",
		],
	},
	"a program that listens behind a mark": {
		desired: marked,
		observed: {
			marks: {
				used: {},
				listeners: [{ protocol: "tcp", address: { at: "every" }, port: 80 }],
			},
		},
		message: [
			"a program of the director listens on 0.0.0.0:80 (tcp), a port that is joined to a service by a mark",
			"Stop it, or bind it to an address that is not the VIP: ss -ltnup shows it.",
		],
	},
	"a service of another cluster of ours": {
		observed: {
			neighbours: {
				...alone,
				services: { "-t 172.18.0.70:80": "shop-director" },
			},
		},
		message: [
			"-t 172.18.0.70:80 is a service of shop on this director already",
			"Write another port or VIP. Or, if this is shop under a new name: take shop out of the declaration, run up, and then declare it by its new name.",
		],
	},
	"a component of the same name in another stack, whose record this is": {
		observed: recordOf({
			stack: "shop/prod",
			resource: "web/director/lb",
			token: "another",
		}),
		message: [
			"web-director on this host is that of web/director/lb of stack shop/prod",
			"Give this component another name: two of one name would take the host from each other. Or, if shop/prod is a former name of this stack, or is gone for good: give this stack that name (pulumi stack rename; `name` in Pulumi.yaml), and it takes over what is here.",
		],
	},
	"a service of a cluster of another stack": {
		observed: {
			neighbours: {
				...alone,
				services: { "-t 172.18.0.70:80": "shop-director" },
				stacks: { "shop-director": "shop/prod" },
			},
		},
		message: [
			"-t 172.18.0.70:80 is a service of shop (stack shop/prod) on this director already",
			"Write another port or VIP. Or, if this is shop under a new name: take shop out of the declaration, run up, and then declare it by its new name.",
		],
	},
	"a cluster of another stack whose name leads to the same marks of checks": {
		desired: {
			ipvs: { "-f 309329922": "-s rr" },
			checks: { "172.18.0.67:80/dr/tcp": asked("-f 309329922") },
		},
		observed: {
			neighbours: {
				...alone,
				services: { "-f 309329922": "kms-director" },
				stacks: { "kms-director": "shop/prod" },
			},
		},
		message: sameMarks("kms (stack shop/prod)"),
	},
	"a cluster of another stack whose directors hand packets over with the same marks":
		{
			desired: {
				ipvs: { "-f 309342463": "-s rr" },
				failover: {
					routerId: 51,
					unit: "lvs-aaa-failover",
					peers: {},
					handed: ["-f 309342463"],
				},
			},
			observed: {
				neighbours: {
					...alone,
					services: { "-f 309342463": "kms-director" },
				},
			},
			message: sameMarks("kms"),
		},
	"a cluster of another stack whose name leads to the mark of no packet": {
		desired: {
			checks: { "172.18.0.67:80/dr/command": asked() },
			tables: tablesOf("aaa"),
		},
		observed: {
			neighbours: {
				...alone,
				fileOwners: {
					"/usr/local/lib/pulumi-lvs/kms/checks": "kms-director",
					"/usr/local/lib/pulumi-lvs/two/checks": "two-director",
				},
			},
		},
		message: sameMarks("kms"),
	},
	"a mark of checks that somebody else uses": {
		desired: {
			ipvs: { "-f 309329922": "-s rr" },
			checks: { "172.18.0.67:80/dr/tcp": asked("-f 309329922") },
		},
		observed: {
			marks: {
				used: {
					309329922: { kind: "table", family: "inet", name: "filter" },
				},
				listeners: [],
			},
		},
		message: [
			"mark 309329922 is used by table inet filter already",
			"It follows from the cluster's name, so give the cluster another name: nft list ruleset, ip rule and ipvsadm -Sn show which are used.",
		],
	},
	"a service that keepalived is configured to write": {
		observed: {
			keepers: {
				running: { keepalived: "keepalived.service" },
				keepalived: ["172.18.0.70 443", "172.18.0.70 80"],
				configured: false,
			},
		},
		message: [
			"keepalived.service is active here and has -t 172.18.0.70:80 too: both would own it",
			stopIt("keepalived.service"),
		],
	},
	"a number or an address that the operator's keepalived has": {
		desired: { failover: { routerId: 51, peers: {} } },
		observed: {
			agreedByOthers: {
				held: ["/etc/keepalived/keepalived.conf:12: virtual_router_id 51"],
				unread: ["/etc/keepalived/keepalived.conf:9: virtual_router_id $ID"],
			},
		},
		message: [
			"keepalived of this host has it already: /etc/keepalived/keepalived.conf:12: virtual_router_id 51",
			"Take it out there and reload keepalived. Or, if it is the number: write another one, like `failover: { routerId: 52 }`.",
		],
	},
	"a VIP of one director that the operator's keepalived moves": {
		desired: {},
		observed: {
			keepers: {
				running: { keepalived: "keepalived.service" },
				keepalived: [],
				configured: false,
			},
			agreedByOthers: {
				held: ["/etc/keepalived/keepalived.conf:5: 172.18.0.70/24"],
				unread: [],
			},
		},
		message: [
			"keepalived of this host has it already: /etc/keepalived/keepalived.conf:5: 172.18.0.70/24",
			"Take it out there and reload keepalived. A cluster of one director has the VIP there at all times; where another machine is to take it over, declare that one as a director too.",
		],
	},
	"a keepalived.conf that waits for the package that a check needs": {
		desired: { packages: { keepalived: "installed" } },
		observed: {
			packages: { keepalived: false },
			keepers: {
				running: {},
				keepalived: ["172.18.0.70 80"],
				configured: true,
			},
		},
		message: [
			"/etc/keepalived/keepalived.conf is there and keepalived is not installed: its package would start it with that file, beside ours",
			"Move the file away: mv /etc/keepalived/keepalived.conf /etc/keepalived/keepalived.conf.old. What it says can be declared first: lvsctl import prints it.",
		],
	},
	"answers of NAT that another rule sends elsewhere": {
		desired: { tables: { nftables: "lvs-web", routing: 25210 } },
		observed: {
			earlierRules: [{ priority: 100, rule: "from 10.88.0.67 lookup 100" }],
		},
		message: [
			"rule 100: from 10.88.0.67 lookup 100 is asked before ours, and sends answers to clients elsewhere than back to the director",
			"Give it a priority above 25210, where it is made (routing-rules of NetworkManager, a script of the cloud; ip rule shows it), or take it away.",
		],
	},
	"a program that is not there": {
		desired: { programs: { "/usr/local/sbin/told": "failover.tell" } },
		observed: { programs: { "/usr/local/sbin/told": "is not there" } },
		message: [
			"/usr/local/sbin/told, the program of failover.tell, is not there",
			"Put it there, for root and with mode 755 (a HostSetup does, with `files`), or leave `failover.tell` out.",
		],
	},
	"a user who is not there": {
		desired: { runAs: { watcher: "check.runAs" } },
		observed: { programs: { watcher: "is no user" } },
		message: [
			"watcher of check.runAs is no user of this host",
			"Make it there (useradd --system watcher), name another one, or leave `check.runAs` out: nobody then runs the program.",
		],
	},
	"a folder of our programs that others could write, so that keepalived runs none of them":
		{
			observed: { openFolders: { "/usr/local/lib": "the group staff" } },
			message: [
				"/usr/local/lib can be written by the group staff, so keepalived runs none of the programs in it as root, and nobody would hear what its checks find",
				"Let root alone write it: chown root /usr/local/lib && chmod g-w,o-w /usr/local/lib",
			],
		},
	"a check by which the director could not have the VIP": {
		desired: {
			failover: {
				routerId: 51,
				peers: {},
				check: {
					program: "/usr/local/sbin/look",
					...{ words: "/usr/local/sbin/look", run: "look" },
				},
			},
		},
		observed: { firstCheck: "/usr/local/sbin/look exits with 1" },
		message: [
			"by failover.check this director could not have the VIP: /usr/local/sbin/look exits with 1",
			"Mend what it found, or the program (run it there by hand, as the user of `runAs`); or leave `failover.check` out until then.",
		],
	},
	"a connection sync that another program began": {
		desired: {
			failover: { routerId: 51, peers: {} },
			syncs: { master: "id 7", backup: "id 7" },
		},
		observed: { syncs: { backup: "id 9" } },
		message: [
			"this kernel has a connection sync already (backup, id 9), and can have only one; ours would be id 7",
			"Stop it: ipvsadm --stop-daemon backup, and whatever starts it at boot, as lvs_sync_daemon in keepalived.conf.",
		],
	},
	"a connection sync of another cluster of ours, which has other directors": {
		desired: {
			failover: { routerId: 51, peers: {} },
			syncs: { master: "id 7", backup: "id 7" },
		},
		observed: {
			syncs: { master: "id 9" },
			neighbours: {
				...alone,
				establishes: ["sync master", "sync backup"],
			},
		},
		message: [
			"this kernel has a connection sync of another cluster of ours already (master, id 9), and can have only one; ours would be id 7",
			"The number follows from the directors: declare the same ones in both clusters, or give this one directors of its own. If the other cluster is about to get the same ones, run up again.",
		],
	},
	"a connection sync of another cluster of ours, by another link": {
		desired: {
			failover: { routerId: 51, peers: {} },
			syncs: { master: "id 7", backup: "id 7" },
		},
		observed: {
			syncs: { master: "id 7 on eth2" },
			neighbours: { ...alone, establishes: ["sync master", "sync backup"] },
		},
		message: [
			"this kernel has a connection sync of another cluster of ours already (master, id 7 on eth2), and can have only one; ours would be id 7 on eth1",
			"Write the same syncInterface in both clusters, or in none. If the other cluster is about to get the same one, run up again.",
		],
	},
	"a connection sync of another program, under our number and by another link":
		{
			desired: {
				failover: { routerId: 51, peers: {} },
				syncs: { master: "id 7 on eth2", backup: "id 7 on eth2" },
			},
			observed: { syncs: { master: "id 7 on eth1" } },
			message: [
				"this kernel has a connection sync already (master, id 7 on eth1), and can have only one; ours would be id 7 on eth2",
				"Stop it: ipvsadm --stop-daemon master, and whatever starts it at boot, as lvs_sync_daemon in keepalived.conf.",
			],
		},
	"a sysctl that another cluster has set otherwise": {
		desired: { sysctls: { "net.ipv4.vs.expire_nodest_conn": "0" } },
		observed: {
			sysctls: { "net.ipv4.vs.expire_nodest_conn": "1" },
			neighbours: {
				...alone,
				settingOwners: {
					"net.ipv4.vs.expire_nodest_conn": ["shop-director"],
				},
			},
		},
		message: [
			"net.ipv4.vs.expire_nodest_conn is 1 here, as shop-director has set it, and would be 0; a kernel has one value for all clusters",
			"Write the same in both, or leave it out of `ipvs` in one of them.",
		],
	},
	"a timeout that another cluster has set otherwise": {
		desired: { timeouts: { tcp: "300" } },
		observed: {
			timeouts: { tcp: "900", tcpFin: "120", udp: "300" },
			neighbours: { ...alone, settingOwners: { tcp: ["shop-director"] } },
		},
		message: [
			"timeout tcp is 900 here, as shop-director has set it, and would be 300; a kernel has one value for all clusters",
			"Write the same in both, or leave it out of `ipvs` in one of them.",
		],
	},
	"a cluster whose name leads to the table that goes with our VIP": {
		desired: {
			failover: { routerId: 51, peers: {} },
			tables: tablesOf("web"),
		},
		observed: {
			neighbours: { ...alone, establishes: ["nftables lvs-web-failover"] },
		},
		message: [
			"table lvs-web-failover of the packet filter belongs to another cluster on this host",
			"Its name follows from the cluster's, and both names lead to it: give one of the clusters another name.",
		],
	},
	"a cluster whose table that goes with its VIP has the name of ours": {
		desired: {
			tables: tablesOf("web-failover"),
			nftables: { "prerouting accept": "present" },
		},
		observed: {
			neighbours: {
				...alone,
				soleOwners: { "virtual router 51": "web-director" },
			},
		},
		message: [
			"table lvs-web-failover of the packet filter belongs to another cluster on this host",
			"Its name follows from the cluster's, and both names lead to it: give one of the clusters another name.",
		],
	},
	"a mark that keepalived is configured to write": {
		desired: { ipvs: { "-f 7": "-s rr" }, nftables: {} },
		observed: {
			keepers: {
				running: { keepalived: "" },
				keepalived: ["fwmark 7"],
				configured: false,
			},
		},
		message: [
			"keepalived is active here and has -f 7 too: both would own it",
			stopIt("keepalived"),
		],
	},
	"a service in the table, where a program runs that may have written it": {
		observed: {
			ipvs: parseTable({ "-t 172.18.0.70:80": "-s rr" }),
			keepers: {
				running: { ldirectord: "" },
				keepalived: [],
				configured: false,
			},
		},
		message: [
			"ldirectord is active here and has -t 172.18.0.70:80 too: both would own it",
			stopIt("ldirectord"),
		],
	},
	"a VIP that another machine has": {
		observed: { vipHolder: { hardware: "52:54:00:12:34:56" } },
		message: [
			"another machine has 172.18.0.70 already, and answers for it: 52:54:00:12:34:56",
			"Take it away there first, or write another VIP. If it is a director that this one replaces, stop its cluster there.",
		],
	},
	"a VIP that a director has which is changed later, and serves as the only one until then":
		{
			observed: {
				vipHolder: { hardware: "52:54:00:12:34:65", director: "lb1" },
			},
			message: [
				"lb1 has 172.18.0.70 and tells no director of it: as the only one, it serves until it is changed, and this one would take the VIP and end its connections",
				"Write lb1 first in `directors`: it is changed first then, and keeps the VIP while others join. If it should agree with others already, see there: lvsctl status.",
			],
		},
	"a gateway that another machine has, as the router of the network": {
		desired: moving,
		observed: { movedHolders: { "172.18.0.1": "52:54:00:12:34:56" } },
		message: [
			"another machine has 172.18.0.1 already, and answers for it: 52:54:00:12:34:56. In `failover` it is an address that goes with the VIP, which two machines would have",
			"Write an address there that no machine has, also no router. If that machine is to give it up, or is a director that this one replaces, take it away there first.",
		],
	},
	"a gateway that the director's own network configuration has": {
		desired: moving,
		observed: {
			addresses: at("eth1 172.18.0.66/24", "eth2 172.18.0.1/24"),
		},
		message: [
			"172.18.0.1/24 is on eth2 of this machine, and stays there while another director has the VIP: both would answer for 172.18.0.1",
			"Remove it here, also from the network configuration that adds it at boot: up gives it to the director that has the VIP (ip address del 172.18.0.1/24 dev eth2; whoever uses it does without it until then). Or write another address in `failover`, which no machine has.",
		],
	},
	"another address that goes with the VIP, and is on the machine for good": {
		desired: moving,
		observed: {
			addresses: at("eth1 172.18.0.66/24", "eth1 172.18.0.71/24"),
		},
		message: [
			"172.18.0.71/24 is on eth1 of this machine, and stays there while another director has the VIP: both would answer for 172.18.0.71",
			"Remove it here, also from the network configuration that adds it at boot: up gives it to the director that has the VIP (ip address del 172.18.0.71/24 dev eth1; whoever uses it does without it until then). Or write another address in `failover`, which no machine has.",
		],
	},
	"the VIP, where one of several directors has it for good": {
		desired: moving,
		observed: {
			addresses: at("eth1 172.18.0.66/24", "eth1 172.18.0.70/24"),
		},
		message: [
			"172.18.0.70/24 is on eth1 of this machine, and stays there while another director has the VIP: both would answer for 172.18.0.70",
			"Remove it here, also from the network configuration that adds it at boot: up gives it to the director that has the VIP (ip address del 172.18.0.70/24 dev eth1; whoever uses it does without it until then).",
		],
	},
	"of several reasons, that it is the wrong machine": {
		observed: {
			addresses: at("lo 172.18.0.70/32"),
			modules: { ip_vs: "missing", ip_vs_wrr: "missing" },
		},
		message: [
			"no interface has 172.18.0.66; the host has ",
			"Is this the right machine? Correct `address`, or the connection of `host`.",
		],
	},
};

const onRealServer: Readonly<Record<string, Case>> = {
	"the VIP on the link for a director of ours, which is to be a real server": {
		observed: {
			addresses: at("eth1 172.18.0.67/24", "eth1 172.18.0.70/32"),
			neighbours: {
				...alone,
				addressOwners: { "172.18.0.70/32": "web/director/lb" },
			},
		},
		message: [
			"172.18.0.70/32 is on eth1 of this machine for web/director/lb, and must be on lo",
			"Do it in two steps: move the director lb to another machine, or take it out, and run up; then declare this real server.",
		],
	},
	"the VIP on the link of a real server": {
		observed: { addresses: at("eth1 172.18.0.67/24", "eth1 172.18.0.70/24") },
		message: [
			"172.18.0.70/24 is on eth1 already, and must be on lo",
			"Remove it there first (ip address del 172.18.0.70/24 dev eth1), also from the network configuration that adds it at boot.",
		],
	},
	"the VIP on lo with the prefix of its network": {
		observed: { addresses: at("lo 172.18.0.70/24", "eth1 172.18.0.67/24") },
		message: [
			"172.18.0.70/24 is on lo, and must be 172.18.0.70/32 there: the kernel takes its whole network for this machine, and gives its clients no answer",
			"Remove it first (ip address del 172.18.0.70/24 dev lo), also from the network configuration that adds it at boot; up adds 172.18.0.70/32.",
		],
	},
	"the VIP on lo with the prefix of its network too, beside ours": {
		observed: {
			addresses: at(
				"lo 172.18.0.70/32",
				"lo 172.18.0.70/24",
				"eth1 172.18.0.67/24",
			),
		},
		message: [
			"172.18.0.70/24 is on lo, and must be 172.18.0.70/32 there: the kernel takes its whole network for this machine, and gives its clients no answer",
			"Remove it first (ip address del 172.18.0.70/24 dev lo), also from the network configuration that adds it at boot; up adds 172.18.0.70/32.",
		],
	},
	"a director behind a router, with NAT": {
		desired: {
			routes: {
				"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
				"from 172.18.0.67 ipproto tcp sport 81": "default via 172.18.0.66",
			},
		},
		observed: { ways: { "172.18.0.66": { router: "172.18.0.1" } } },
		message: [
			"this real server reaches the director 172.18.0.66 through the router 172.18.0.1, and answers of NAT need it as their next hop",
			'Give both an address on one link (private networks of many clouds are none: each packet goes through a router there). Or write forwarding: "fullnat", or "tun", which routers pass on.',
		],
	},
	"a director that no route leads to, with NAT": {
		desired: {
			routes: {
				"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
			},
		},
		observed: { ways: { "172.18.0.66": { router: undefined } } },
		message: [
			"this real server has no route to the director 172.18.0.66, and answers of NAT go back through it",
			'Is its link up, and the address right? Give both an address on one link (private networks of many clouds are none: each packet goes through a router there). Or write forwarding: "fullnat", or "tun", which routers pass on.',
		],
	},
	"a port whose answers another stack sends through another director": {
		desired: {
			routes: {
				"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
			},
		},
		observed: {
			otherAnswers: [
				{
					selector: "from 172.18.0.67 ipproto tcp",
					table: "20007",
					gateway: "172.18.0.60",
				},
			],
			neighbours: {
				...alone,
				makers: { "routing 20007": "shop-real-server" },
			},
		},
		message: [
			"answers from 172.18.0.67 ipproto tcp go through 172.18.0.60 already, for shop (routing table 20007), and packets from one port can take only one way back",
			'Use another port or another address of the machine, the same director for both, or forward one of them by "fullnat".',
		],
	},
	"a cluster whose name leads to the routing table of another": {
		desired: {
			routes: {
				"from 172.18.0.67 ipproto tcp sport 80": "default via 172.18.0.66",
			},
			tables: tablesOf("aaa"),
		},
		observed: {
			neighbours: {
				...alone,
				establishes: [`routing ${tablesOf("kms").routing}`],
			},
		},
		message: [
			`routing table ${tablesOf("aaa").routing} belongs to another cluster on this host`,
			"The number follows from the cluster's name, and both names lead to the same number: give one of the clusters another name.",
		],
	},
	"another program on the port of the page": {
		observed: { listeners: { 80: ["nginx"] } },
		message: [
			"nginx listens on port 80 already, which this role is to serve itself",
			"Stop it, also at boot (ss -ltnp shows it). Or keep it: take `page` out of the cluster, or give the site another port.",
		],
	},
	"a page that another stack has with another text": {
		observed: {
			files: written("<h1>one</h1>\n"),
			neighbours: {
				...alone,
				fileOwners: { "/var/www/html/index.html": "shop-real-server" },
				stacks: { "shop-real-server": "shop/prod" },
			},
		},
		message: [
			"/var/www/html/index.html is a file of shop-real-server (stack shop/prod) already, with another text",
			"Write another path or another machine, or take it out of shop-real-server first.",
		],
	},
	"a thing that no two roles can share": {
		desired: { sole: ["port 6379"] },
		observed: {
			neighbours: {
				...alone,
				soleOwners: { "port 6379": "sessions-session-store" },
			},
		},
		message: [
			"port 6379 is that of sessions-session-store on this host already",
			"Write another name, path, port or number. Or, if this is sessions-session-store under a new name: take that out of the declaration and run up, and then declare it by its new name.",
		],
	},
	"a page of someone else": {
		observed: { files: written("<h1>Our shop</h1>\n") },
		message: [
			"/var/www/html/index.html holds something of yours, and would be replaced",
			"Move it away, or leave out what would write it: `page` of the cluster, `reads` of the database's access, or `objects` of WordPress.",
		],
	},
};

const stack = "shop/test";
const bearer = { stack, token: "ours" };

const noWebServer = clean(realServer).webServer;
const web: Partial<Desired> = {
	serves: { 8081: ["apache2"] },
	web: { answersAll: [80], php: true },
};

const onWebServer: Readonly<Record<string, Case>> = {
	"a site without a name where the operator has one": {
		desired: web,
		observed: {
			webServer: {
				...noWebServer,
				hosts: [
					{
						address: "*",
						port: "80",
						site: "old.test (/etc/apache2/sites-enabled/000-default.conf:1)",
						names: ["old.test"],
						whose: "others",
					},
				],
			},
		},
		message: [
			"on port 80 the site old.test (/etc/apache2/sites-enabled/000-default.conf:1) answers for all names that no other site has, and a site without a `serverName` would take its place",
			"Give the site a `serverName` or a port of its own; or take theirs out of the web server first (a2dissite).",
		],
	},
	"PHP as a module in a web server at work that serves by threads": {
		desired: web,
		observed: {
			webServer: {
				...noWebServer,
				threads: "event",
				http2: true,
				active: true,
			},
		},
		message: [
			"the web server runs with mpm_event and HTTP/2, and PHP as a module needs mpm_prefork: installing it would change how all sites of this host are served",
			"Let php-fpm run it, which leaves the web server as it is: write `phpFpm: true`, for a Website `php: { fpm: true }`. If processes are meant, change it yourself first: a2dismod http2 mpm_event && a2enmod mpm_prefork && systemctl restart apache2.",
		],
	},
	"a pool of our own where php-fpm runs PHP anyway": {
		desired: { ...web, web: { answersAll: [], php: "fpm" } },
		observed: { family: "rhel" },
		message: [
			"php-fpm is declared, with a pool of our own, which only hosts of the Debian family get: on this one PHP runs by php-fpm already, in the distribution's pool",
			"Take `phpFpm` out, for a Website `php: { fpm }`: PHP runs by php-fpm here without it. Real servers of both families need a component each.",
		],
	},
	"PHP as a module that somebody switched off": {
		desired: { ...web, web: { answersAll: [], php: true } },
		observed: {
			packages: { "libapache2-mod-php": true },
			webServer: { ...noWebServer, phpOff: "php8.2", active: true },
		},
		message: [
			"PHP is installed, and switched off in the web server: sites of ours with PHP answer 503 there",
			"Switch it on: a2enmod php8.2 && systemctl restart apache2. Or let php-fpm run it: `phpFpm: true`, for a Website `php: { fpm: true }`.",
		],
	},
	"a web server that could not start, as another program has a port of its own configuration":
		{
			desired: web,
			observed: { webServer: { ...noWebServer, taken: ["80", "8081"] } },
			message: [
				"another program listens on port 80, and so would the web server, by its own configuration: it could not start",
				'Take "Listen 80" out of its configuration (/etc/apache2/ports.conf; where it is not installed yet, install it first), or stop the other program (ss -ltnp shows it).',
			],
		},
};

for (const [role, base, cases] of [
	["director", director, onDirector],
	["real server", realServer, onRealServer],
	["web server", realServer, onWebServer],
] as const)
	suite(`a ${role} is refused`, () => {
		for (const [name, { desired, observed, message }] of Object.entries(cases))
			test(name, () => {
				assert.throws(
					() =>
						refuse(
							"root@192.0.2.1:22",
							{ ...base, ...desired },
							{ ...clean(base), ...observed },
							bearer,
						),
					(error) => {
						assert.ok(error instanceof RemoteError);
						assert.equal(
							error.message,
							`root@192.0.2.1:22: check before any change: ${message.join("\n  ")}`,
						);
						return true;
					},
				);
			});
	});

suite("not refused is", () => {
	const accepts = (desired: Desired, observed: Observed) =>
		assert.doesNotThrow(() => refuse("lb", desired, observed, bearer));

	test("a clean host", () => {
		accepts(director, clean(director));
		accepts(realServer, clean(realServer));
	});

	test("a record of this stack, of a stack that was renamed, or of an earlier version", () => {
		const resource = "web/director/lb";
		for (const holder of [
			// its state was lost, or the host has another name now
			{ stack, resource, token: "another" },
			{ stack: "shop/prod", resource, token: bearer.token },
			{ stack: undefined, resource, token: "another" },
			undefined,
		])
			accepts(director, { ...clean(director), ...recordOf(holder) });
		// a state of an earlier version does not say of which stack it is
		const theirs = { stack: "shop/prod", resource, token: "another" };
		assert.doesNotThrow(() =>
			refuse("lb", director, { ...clean(director), ...recordOf(theirs) }, {}),
		);
	});

	test("a host that already has the VIP where it belongs", () => {
		accepts(director, {
			...clean(director),
			addresses: at("eth1 172.18.0.66/24", "eth1 172.18.0.70/32"),
		});
		accepts(realServer, {
			...clean(realServer),
			addresses: at("eth1 172.18.0.67/24", "lo 172.18.0.70/32"),
		});
	});

	test("a director whose operator has a keepalived.conf with the VIP that nobody starts", () => {
		accepts(director, {
			...clean(director),
			agreedByOthers: {
				held: ["/etc/keepalived/keepalived.conf:5: 172.18.0.70/24"],
				unread: [],
			},
		});
	});

	test("a keepalived.conf beside a keepalived that is installed and stands still, and is not named twice where it has our number", () => {
		const desired: Desired = {
			...director,
			packages: { keepalived: "installed" },
		};
		const keepers = { running: {}, keepalived: [], configured: true };
		const installed = { ...clean(desired), keepers };
		accepts(desired, installed);
		const paired = { ...desired, failover: { routerId: 51, peers: {} } };
		const waits = { ...installed, packages: { keepalived: false } };
		const held = ["/etc/keepalived/keepalived.conf:5: 172.18.0.70/24"];
		const reasons = (agreed: Observed["agreedByOthers"]) =>
			refusals(paired, { ...waits, agreedByOthers: agreed }, bearer).length;
		assert.equal(reasons({ held, unread: [] }), 1);
		assert.equal(reasons({ held: [], unread: [] }), 1);
	});

	test("an address that goes with the VIP, as our keepalived puts it there, as it is laid aside, and as a real server has it", () => {
		const one: Desired = { ...director, ...moving };
		const has = (...addresses: string[]) => ({
			...clean(one),
			addresses: at("eth1 172.18.0.66/24", ...addresses),
		});
		accepts(one, has());
		accepts(one, has("eth1 172.18.0.70/32", "eth1 172.18.0.1/32"));
		accepts(one, has("eth1 172.18.0.70/31", "eth1 172.18.0.1/31"));
		accepts(one, has("lo 172.18.0.70/24"));
	});

	test("PHP by php-fpm in a web server at work that serves by threads", () => {
		const byFpm: Desired = {
			...realServer,
			web: { answersAll: [], php: "fpm" },
		};
		accepts(byFpm, {
			...clean(byFpm),
			webServer: { ...noWebServer, threads: "event", active: true },
		});
	});

	test("PHP as a module where nobody asked, as after a change, and where php-fpm gets it from all sites", () => {
		const byModule: Desired = {
			...realServer,
			web: { answersAll: [], php: true },
		};
		const seen = {
			...clean(byModule),
			packages: { "libapache2-mod-php": true },
		};
		accepts(byModule, { ...seen, webServer: noWebServer });
		accepts(byModule, {
			...seen,
			webServer: { ...noWebServer, phpOff: "php8.2", phpFpm: true },
		});
	});

	test("a port whose answers go through another director, unless both are for one", () => {
		const selector = "from 172.18.0.67 ipproto tcp sport 80";
		const ours: Desired = {
			...realServer,
			routes: { [selector]: "default via 172.18.0.66" },
		};
		const theirs = { selector, table: "20007", gateway: "172.18.0.60" };
		const seen: Observed = {
			...clean(ours),
			otherAnswers: [theirs],
			neighbours: {
				...alone,
				makers: { "routing 20007": "shop-real-server" },
				stacks: { "shop-real-server": "shop/prod" },
			},
		};
		assert.throws(() => refuse("rs1", ours, seen, bearer));
		for (const other of [
			{ ...theirs, gateway: "172.18.0.66" },
			{ ...theirs, selector: "from 172.18.0.67 ipproto tcp sport 8080" },
			{ ...theirs, selector: "from 172.18.0.67 ipproto udp" },
			{ ...theirs, selector: "from 172.18.0.99 ipproto tcp sport 80" },
		])
			accepts(ours, { ...seen, otherAnswers: [other] });
		// it serves by now: an update of the package must not refuse it
		accepts(ours, { ...seen, routes: ours.routes });
		// no longer declared, it goes at the end of the same change
		accepts(ours, {
			...seen,
			neighbours: {
				...seen.neighbours,
				stacks: { "shop-real-server": stack },
			},
		});
	});

	test("what a kernel has once: with the same value, of the same stack, of who leaves it out, or changed since we set it", () => {
		const key = "net.ipv4.vs.sloppy_tcp";
		const { sysctls: _, ...base } = director;
		const ours: Desired = { ...base, sysctls: { [key]: "1" } };
		const seen: Observed = {
			...clean(ours),
			sysctls: { [key]: "0" },
			neighbours: { ...alone, settingOwners: { [key]: ["shop-director"] } },
		};
		assert.throws(() => refuse("lb", ours, seen, bearer));
		accepts(ours, { ...seen, sysctls: { [key]: "1" } });
		accepts({ ...ours, sysctls: {} }, seen);
		accepts(ours, { ...seen, neighbours: alone });
		accepts(ours, {
			...seen,
			neighbours: { ...seen.neighbours, stacks: { "shop-director": stack } },
		});
		accepts(ours, {
			...seen,
			record: {
				...extendRecord({
					owner: "web-director",
					desired: ours,
					observed: seen,
				}),
				sysctls: { [key]: "0" },
			},
		});
	});

	test("a connection sync of ours, by the link that it has, whether that is declared or not", () => {
		for (const [declared, found] of [
			["id 7", "id 7 on eth1"],
			["id 7 on eth2", "id 7 on eth2"],
			["id 7 on eth1", "id 7 on eth1"],
		] as const) {
			const ours: Desired = {
				...director,
				failover: { routerId: 51, peers: {} },
				syncs: { master: declared },
			};
			accepts(ours, {
				...clean(ours),
				syncs: { master: found },
				neighbours: { ...alone, establishes: ["sync master"] },
			});
		}
	});

	test("our own programs on their ports", () => {
		accepts(realServer, {
			...clean(realServer),
			listeners: { 80: ["apache2"] },
		});
	});

	test("a service that nobody who runs has written: it is taken over", () => {
		accepts(director, {
			...clean(director),
			ipvs: parseTable({ "-t 172.18.0.70:80": "-s rr" }),
		});
	});

	test("a director on which keepalived balances other services, or only announces addresses; that is told", () => {
		const running = { keepalived: "keepalived.service" };
		const beside = {
			...clean(director),
			keepers: {
				running,
				keepalived: ["172.18.0.71 80", "fwmark 7"],
				configured: false,
			},
		};
		accepts(director, beside);
		assert.deepEqual(remarks(director, beside), [
			"keepalived.service is active here and balances too: its services and ours live side by side as long as none is the same",
		]);
		const announcing = {
			...clean(director),
			ipvs: parseTable({ "-t 172.18.0.70:80": "-s rr" }),
			keepers: { running, keepalived: [], configured: false },
		};
		accepts(director, announcing);
		assert.deepEqual(remarks(director, announcing), []);
	});

	test("a director whose table has a line that cannot be read; that is told", () => {
		const line = "-A -t [fe80::1%eth1]:80 -s rr";
		const host = { ...clean(director), unreadRules: [line] };
		accepts(director, host);
		assert.deepEqual(remarks(director, host), [
			`ipvsadm prints a line of the table that cannot be read; what it says stays as it is: ${line}`,
		]);
	});

	test("a director whose rule file has old rules of our services beside our lines; that is told", () => {
		const old = { ...clean(director), outdatedRules: ["-t 172.18.0.70:80"] };
		accepts(director, old);
		assert.deepEqual(remarks(director, old), [
			"/etc/ipvsadm.rules has rules for -t 172.18.0.70:80 outside our lines; they no longer count, and can be taken out",
		]);
		const [told] = remarks(director, {
			...old,
			family: "rhel",
			outdatedRules: ["-f 7", "-u 172.18.0.70:53", "-f 8"],
		});
		assert.match(
			told ?? "",
			/^\/etc\/sysconfig\/ipvsadm has rules for -f 7, and 2 more services, outside our lines;/,
		);
	});

	test("a host whose script has something to note; that is told, and is no drift", () => {
		const host = {
			...clean(director),
			notes: ["it is full: 3=3"],
		};
		accepts(director, host);
		assert.deepEqual(remarks(director, host), ["it is full: 3=3"]);
		assert.deepEqual(
			plan("web", director, host),
			plan("web", director, clean(director)),
		);
	});

	test("a director on which kube-proxy runs; where it balances with IPVS, that is told", () => {
		const kubernetes = (device: string): Observed => ({
			...clean(director),
			addresses: {
				...clean(director).addresses,
				devices: ["eth0", "eth1", "lo", device],
			},
			keepers: {
				running: { "kube-proxy": "kubepods" },
				keepalived: [],
				configured: false,
			},
		});
		accepts(director, kubernetes("kube-ipvs0"));
		assert.deepEqual(remarks(director, kubernetes("cni0")), []);
		assert.deepEqual(remarks(director, kubernetes("kube-ipvs0")), [
			"kube-proxy balances with IPVS here and deletes services that are not its own, unless ipvs.excludeCIDRs of its configuration has 172.18.0.70/32",
		]);
	});

	test("what a component of the same stack has, which was renamed: services, marks and pages; the services are told", () => {
		const marked = {
			...director,
			ipvs: { ...director.ipvs, "-f 7": "-s wrr" },
		};
		const host: Observed = {
			...clean(marked),
			ipvs: parseTable(marked.ipvs),
			marks: {
				used: { 7: { kind: "table", family: "ip", name: "lvs-web" } },
				listeners: [],
			},
			neighbours: {
				...alone,
				services: {
					"-t 172.18.0.70:80": "web-director",
					"-f 7": "web-director",
				},
				stacks: { "web-director": stack },
				establishes: ["nftables lvs-web"],
			},
		};
		accepts(marked, host);
		assert.deepEqual(remarks(marked, host), [
			"web-director has services of ours too: they stay until both are gone",
		]);
		accepts(realServer, {
			...clean(realServer),
			files: written("<h1>one</h1>\n"),
			neighbours: {
				...alone,
				fileOwners: { "/var/www/html/index.html": "web-real-server" },
				stacks: { "web-real-server": stack },
			},
		});
	});

	test("an address that only begins like the VIP", () => {
		accepts(director, {
			...clean(director),
			addresses: at("eth1 172.18.0.66/24", "eth0 172.18.0.7/24"),
		});
	});

	test("a page that is ours, also where it was edited", () => {
		accepts(realServer, {
			...clean(realServer),
			files: written("<h1>rs1</h1>\n"),
		});
		accepts(realServer, {
			...clean(realServer),
			files: written("<h1>rs1, edited</h1>\n"),
			record: extendRecord({
				owner: "web-real-server",
				desired: realServer,
				observed: clean(realServer),
			}),
		});
	});

	test("a director whose rule file holds rules of others", () => {
		accepts(director, {
			...clean(director),
			files: {
				...clean(director).files,
				"/etc/ipvsadm.rules": {
					mode: "644",
					owner: "root:root 0:0",
					content: undefined,
					stock: false,
				},
			},
		});
	});
});
