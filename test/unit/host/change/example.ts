import type { FoundUnit } from "../../../../src/host/found-state.ts";
import { localise } from "../../../../src/host/kinds/localise.ts";
import type { Neighbours } from "../../../../src/host/neighbours.ts";
import type { Observed } from "../../../../src/host/observed.ts";
import type { Cluster } from "../../../../src/model/cluster.ts";
import { clusterDoor } from "../../../../src/model/cluster-door.ts";
import type { Desired } from "../../../../src/model/desired.ts";
import { renderDirector } from "../../../../src/render/director.ts";
import { renderRealServer } from "../../../../src/render/real-server.ts";
import { ufw } from "../../filter/owned-filters.ts";

/** Experiment 2 of the course notes, as every test here uses it. */
export const cluster = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: {
			host: { address: "192.0.2.2" },
			address: "172.18.0.67",
			weight: 2,
		},
		rs2: {
			host: { address: "192.0.2.3" },
			address: "172.18.0.68",
			weight: 3,
		},
	},
	services: { http: { tcp: 80, scheduler: "wrr" } },
	page: true,
});

/** Experiment 2 with a check: of the page for one service, of a name for the other. */
export const checked = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: {
			host: { address: "192.0.2.2" },
			address: "172.18.0.67",
			weight: 2,
		},
		rs2: {
			host: { address: "192.0.2.3" },
			address: "172.18.0.68",
			weight: 3,
		},
	},
	services: {
		http: { tcp: 80, scheduler: "wrr", check: { http: "/health" } },
		dns: { udp: 53, check: { dns: "www.example.com", everySeconds: 1 } },
	},
});

/** The same, and a real server that passes again rises in a minute. */
export const rising: Cluster = {
	...checked,
	services: checked.services.map((service) =>
		service.name === "http" && service.check !== undefined
			? { ...service, check: { ...service.check, slowStartSeconds: 60 } }
			: service,
	),
};

/** Experiment 2 with a second director. */
export const paired = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
		lb2: { host: { address: "192.0.2.4" }, address: "172.18.0.66" },
	},
	failover: {
		advertSeconds: 0.3,
		check: { command: ["/usr/local/sbin/look", "way out"], everySeconds: 3 },
	},
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
	},
	services: { http: { tcp: 80, scheduler: "wrr" } },
});

/** The same, where more addresses go with the VIP. */
export const moving = {
	...paired,
	failover: paired.failover && {
		...paired.failover,
		gateway: "172.18.0.1" as const,
		addresses: ["172.18.0.71" as const],
	},
} as typeof paired;

/** Two machines in all: each is a director and a real server. */
export const twoMachines = clusterDoor.parse("web", {
	vip: "172.18.0.70",
	forwarding: "dr",
	directors: {
		lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
		lb2: { host: { address: "192.0.2.4" }, address: "172.18.0.66" },
	},
	realServers: {
		lb1: { host: { address: "192.0.2.1" }, address: "172.18.0.65" },
		lb2: { host: { address: "192.0.2.4" }, address: "172.18.0.66" },
	},
	services: { http: { tcp: 80, scheduler: "rr", check: { http: "/" } } },
});

/** What experiment 2 has not got, on the same three machines. */
export const everything = clusterDoor.parse("all", {
	vip: "172.18.0.71",
	forwarding: "nat",
	tunnel: { type: "gue" },
	directors: {
		lb: { host: { address: "192.0.2.1" }, address: "172.18.0.66" },
	},
	realServers: {
		rs1: { host: { address: "192.0.2.2" }, address: "172.18.0.67" },
		rs2: { host: { address: "192.0.2.3" }, address: "172.18.0.68" },
	},
	openFilters: true,
	services: {
		http: {
			tcp: 80,
			realServers: { rs1: { upper: 300, lower: 200 } },
		},
		web: { fwmark: 7, tcp: [8081, 8082], persistence: { seconds: 60 } },
		dns: { udp: 53, forwarding: "tun" },
		shop: { tcp: 8090, forwarding: "fullnat" },
	},
	ipvs: { timeouts: { tcp: 600 }, expireNodestConn: true },
});

/** In the names of a role's host of the Debian family, as plan gets it. */
export const { director, realServer } = hostsOf(cluster);
export const everythingOf = hostsOf(everything);
export const risingOf = hostsOf(rising);

function hostsOf(cluster: Cluster): {
	readonly director: Desired;
	readonly realServer: Desired;
} {
	const [lb] = cluster.directors;
	const [rs1] = cluster.realServers;
	if (lb === undefined || rs1 === undefined) throw new Error("no hosts");
	return {
		director: localise(renderDirector(cluster, lb), "debian"),
		realServer: localise(renderRealServer(cluster, rs1), "debian"),
	};
}

/** A unit that systemd knows, and that does nothing. */
export const atRest: FoundUnit = {
	exists: true,
	enabled: false,
	masked: false,
	active: false,
	stale: false,
	held: false,
	cached: false,
};

/** No other role of ours is on the host. */
export const alone: Neighbours = {
	packages: {},
	modules: {},
	files: {},
	directories: {},
	units: {},
	sysctls: {},
	addresses: {},
	timeouts: {},
	filters: {},
	establishes: [],
	stacks: {},
	fileOwners: {},
	services: {},
	rulesBefore: [],
	sharedRules: [],
	makers: {},
	addressOwners: {},
	soleOwners: {},
	settingOwners: {},
	drains: [],
};

/**
 * A host that has nothing of ours: the packages are installed, the web server is off, its stock page in place. Where filters are opened, it
 * has one of ufw that stops all but ssh.
 */
export function clean(desired: Desired): Observed {
	return {
		family: "debian",
		generation: "",
		packages: all(desired.packages, () => true),
		modules: all(desired.modules, () => "available" as const),
		files: all(desired.files, (path) =>
			path.endsWith("index.html")
				? { mode: "644", owner: "root:root 0:0", content: "stock", stock: true }
				: undefined,
		),
		units: all(desired.units, (name) => ({
			...atRest,
			exists: !name.startsWith("lvs-"),
		})),
		sysctls: {
			...Object.fromEntries(
				["all", "eth0", "eth1", "lo"].flatMap((device) =>
					[
						"arp_ignore",
						"arp_announce",
						"rp_filter",
						"accept_local",
						"forwarding",
					].map((name) => [`net.ipv4.conf.${device}.${name}`, "0"]),
				),
			),
			...Object.fromEntries(
				Object.keys(desired.sysctls)
					.filter((key) => !key.includes("<"))
					.map((key) => [key, "0"]),
			),
		},
		addresses: {
			devices: ["eth0", "eth1", "lo"],
			list: [
				{ device: "lo", address: "127.0.0.1/8" },
				{ device: "eth0", address: "10.0.2.15/24" },
				{ device: "eth1", address: `${desired.ownAddress}/24` },
			],
		},
		neighbours: alone,
		ipvs: new Map(),
		drained: {},
		layers: {},
		health: {},
		failover: undefined,
		programs: {},
		firstCheck: undefined,
		openFolders: {},
		agentProblems: [],
		timeouts: all(desired.timeouts, () => "900"),
		nftables: {},
		marks: { used: {}, listeners: [] },
		devices: {},
		receivers: {},
		syncs: {},
		routes: {},
		directories: {},
		archives: {},
		conditions: {},
		notes: [],
		owed: [],
		networked: {},
		webServer: {
			threads: undefined,
			php: false,
			phpFpm: false,
			http2: false,
			active: false,
			taken: [],
			hosts: [],
			listens: [],
			tls: false,
			root: "",
			content: [],
		},
		engine: {
			isMysql: false,
			isAway: false,
			closed: undefined,
			open: undefined,
			promoted: false,
			made: [],
			written: [],
			besides: [],
		},
		missingData: [],
		hostsAnew: undefined,
		standstill: {},
		sharedPlaces: {},
		otherExports: { active: false, open: [], written: [] },
		lostData: { note: "", isNoted: true, gone: [], bare: {} },
		links: {
			ofVip: ["eth1"],
			wired: ["eth0", "eth1"],
			defaultRoutes: ["eth0"],
			mtu: { eth0: 1500, eth1: 1500, lo: 65536 },
			closedWays: [],
		},
		forwarders: [],
		otherSites: [],
		ways: {},
		earlierRules: [],
		otherAnswers: [],
		keepers: { running: {}, keepalived: [], configured: false },
		agreedByOthers: { held: [], unread: [] },
		listeners: {},
		vipHolder: undefined,
		movedHolders: {},
		putBack: { times: 0, kept: [] },
		unreadRules: [],
		outdatedRules: [],
		filters: {
			chains: Object.keys(desired.filters ?? {}).length === 0 ? [] : ufw(),
			unread: [],
		},
		record: undefined,
	};
}

function all<Value>(
	record: Readonly<Record<string, unknown>>,
	value: (key: string) => Value,
): Record<string, Value> {
	return Object.fromEntries(
		Object.keys(record).map((key) => [key, value(key)]),
	);
}
