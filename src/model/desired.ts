import type { DesiredFailover } from "./desired-failover.ts";
import type { DirectoryState } from "./directory-state.ts";
import type { OwnLink } from "./own-link.ts";
import type { PacketRules } from "./packet-rules.ts";
import type { Passage } from "./passage.ts";
import type { TunnelDevice } from "./tunnel.ts";

/**
 * Every kind of host state. Each is a record: the key identifies the thing, the value is its state as readable text. Everything about one kind is in one file,
 * `src/host/kinds/<kind>.ts`.
 */
export interface HostState {
	/** Package -> `installed`. */
	readonly packages: Readonly<Record<string, string>>;
	/** Kernel module -> `loaded`. */
	readonly modules: Readonly<Record<string, string>>;
	/** Absolute path -> content. */
	readonly files: Readonly<Record<string, DesiredFile>>;
	/** Absolute path of a directory -> how it must be. Its contents are not ours. */
	readonly directories: Readonly<Record<string, DirectoryState>>;
	/** Directory -> the archive that is unpacked there. */
	readonly archives: Readonly<Record<string, DesiredArchive>>;
	/** systemd unit -> its state. The name of a service stands without `.service`. */
	readonly units: Readonly<Record<string, UnitState>>;
	/** Sysctl, dotted -> value; if several will do, `1 or 2`. The links of a host are described in words: link-sysctl.ts writes and reads both. */
	readonly sysctls: Readonly<Record<string, string>>;
	/** Address with prefix, `172.18.0.70/32` -> where it belongs. */
	readonly addresses: Readonly<Record<string, AddressPlace>>;
	/**
	 * IPVS service or real server -> attributes, as `ipvsadm -Sn` prints them: `-t 172.18.0.70:80` -> `-s wrr`,
	 * `-t 172.18.0.70:80 -r 172.18.0.67:80` -> `-g -w 2`.
	 */
	readonly ipvs: Readonly<Record<string, string>>;
	/** Timeout of IPVS, `tcp`, `tcpFin` or `udp` -> seconds. */
	readonly timeouts: Readonly<Record<string, string>>;
	/** Rule of our own nftables table -> `present`. The rule is written as `nft list` prints it, after the name of its chain. */
	readonly nftables: Readonly<Record<string, "present">>;
	/** Network device that the kernel makes for a module, `tunl0` -> `up`. */
	readonly devices: Readonly<Record<string, "up">>;
	/** UDP port -> which tunnel the kernel unwraps there, `gue`. */
	readonly receivers: Readonly<Record<string, string>>;
	/** Connection sync between directors: `master` (this one sends) or `backup` (this one receives) -> `id 37 on eth2`: sync-text.ts writes and reads it. */
	readonly syncs: Readonly<Record<string, string>>;
	/** Which packets, as `ip rule` selects them, `from 10.88.0.11 ipproto tcp sport 80` -> their route, `default via 10.88.0.10`: answer-route.ts writes and reads both. */
	readonly routes: Readonly<Record<string, string>>;
	/**
	 * Packets of `passes` for which the filter of the host is opened if it stops them, in the words of `passes` -> `let through`. On one host: the command of ufw
	 * or firewalld that makes the rule -> these words.
	 */
	readonly filters: Readonly<Record<string, string>>;
	/** Name of a condition -> its value, `database shop` -> `utf8mb4`. `script status` must print each as `key=value`. */
	readonly conditions: Readonly<Record<string, string>>;
}

export type KindName = keyof HostState;

/**
 * What one host must look like for one role. It is the input of the host's Pulumi resource, so a preview shows it.
 *
 * A difference reads as one line, and the order of keys does not matter. Names of packages, files, directories and units, and all that a file
 * or a directory says, are texts in the format of wire-text.ts: they may have places for names that differ between distributions, and the
 * content of a file for secrets. Those are filled in on the host (`localise`). All other parts are as they are.
 */
export interface Desired extends HostState {
	/** An address that the host must have already; a host without it is the wrong machine. Default: any host will do. */
	readonly ownAddress?: string;
	/** The virtual IP address whose packets the host takes, or hands to real servers. Default: the role has none. */
	readonly vip?: string;
	/** The network device by which clients and directors reach the host. Default: the device that has `ownAddress`. */
	readonly device?: string;
	/** How many seconds a removed real server may take to finish its connections. */
	readonly drainSeconds: number;
	/** Name of our nftables table and number of our routing table. Default: the role has none. */
	readonly tables?: { readonly nftables: string; readonly routing: number };
	/** Our unit that puts everything in place except packages, modules, files and units, when it starts or reloads. Default: there is none. */
	readonly establishedBy?: string;
	/**
	 * Our script for the conditions, which no other kind covers. `start` brings them about, also if some of them already hold; `status` prints those that hold,
	 * and lines like `note memory=...` for what is worth knowing and is no drift; `remove` undoes what can be undone. Default: there is none.
	 */
	readonly script?: string;
	/** TCP port that the role serves itself -> the programs by which it does. Default: none. */
	readonly serves?: Readonly<Record<string, readonly string[]>>;
	/** Sites and PHP that the role has in the web server. Default: nothing. */
	readonly web?: DesiredWeb;
	/** Databases and users that the role has in the host's database engine. Default: nothing. */
	readonly engine?: DesiredEngine;
	/** Packets that the filters of the host must let through, in words -> what they look like. Default: none. */
	readonly passes?: Readonly<Record<string, Passage>>;
	/** Health checks of a director: what is asked where, `172.18.0.67:80/dr/http` -> how, and for which rules. Default: none. */
	readonly checks?: Readonly<Record<string, DesiredCheck>>;
	/**
	 * Services with a sorry server -> how many real servers must pass so that they serve and the sorry server does not: `-t 172.18.0.70:80` -> 2. Default: none.
	 */
	readonly quorums?: Readonly<Record<string, number>>;
	/** The same services -> address and port of their sorry server. Default: not known; states of earlier versions do not have it. */
	readonly sorryServers?: Readonly<Record<string, string>>;
	/** The machine is a director of the same cluster too: that role has the VIP on the link by which it is reached. Default: it is not. */
	readonly directs?: true;
	/**
	 * Addresses of directors that drop what a real server with the VIP sends through them: its source is an address of theirs. Default: none, or not known; states
	 * of earlier versions do not have it.
	 */
	readonly closedGateways?: readonly string[];
	/** The group of directors that can have the VIP besides this one. Default: there is no group. */
	readonly failover?: DesiredFailover;
	/** Programs of the operator that this role calls: absolute path -> the key that names it. Default: none. */
	readonly programs?: Readonly<Record<string, string>>;
	/** Users other than `nobody` who run them: name -> the key that names it. Default: none. */
	readonly runAs?: Readonly<Record<string, string>>;
	/** Programs that keepalived runs as root. Default: none, or not known; states of earlier versions do not have it. */
	readonly asRoot?: readonly string[];
	/** What the rules of `nftables` do, of a director. Default: not known; states of earlier versions do not have it. */
	readonly packets?: PacketRules;
	/** Things that no two roles of a host can share or hand over, each in a few words: `database user shop`. Default: none. */
	readonly sole?: readonly string[];
	/** What users store here, in the words of users-data.ts -> its directory: `database shop` -> `/var/lib/mysql/shop`. Default: nothing. */
	readonly data?: Readonly<Record<string, string>>;
	/** The same for data that the role's application has and others keep: `directory uploads` -> where it is mounted. Default: nothing. */
	readonly elsewhere?: Readonly<Record<string, string>>;
	/** Where `data` lay before this change. The provider fills it in; no renderer does. Default: nowhere else. */
	readonly former?: FormerData;
	/** Directories that real servers share, by their paths on this host. Default: none, or not known; states of earlier versions do not have it. */
	readonly shared?: Readonly<Record<string, SharedPlace>>;
	/** Path that must not lie on a network file system -> the reason, for the user. */
	readonly local: Readonly<Record<string, string>>;
	/** What stays on the host after a removal. Each entry is a few words, with the reason. */
	readonly keeps: readonly string[];
}

/** The empty desired state. A role replaces only the parts that it needs. */
export const nothing: Desired = {
	packages: {},
	modules: {},
	files: {},
	directories: {},
	archives: {},
	units: {},
	sysctls: {},
	addresses: {},
	ipvs: {},
	drainSeconds: 0,
	timeouts: {},
	nftables: {},
	devices: {},
	receivers: {},
	syncs: {},
	routes: {},
	filters: {},
	conditions: {},
	local: {},
	keeps: [],
};

export interface DesiredFile {
	/** Text; ends with a newline. */
	readonly content: string;
	/** Permissions in octal, e.g. `644`. */
	readonly mode: string;
	readonly readBy: FileReader;
	/** User and group, by name or number: `root:www-data`. Default: the owner is not checked, and a new file belongs to root. */
	readonly owner?: string;
	/** If set, only the lines between two markers with this name are ours; the rest of the file stays. */
	readonly block?: string;
	/**
	 * If set, a file that was there before us is replaced only where it equals this file of the distribution; where the distribution has none
	 * (`noFile` of family.ts), never. Any other content is the user's, and replacing it is an error.
	 */
	readonly replacesOnly?: string;
	/** The unit to reload when the file changes. */
	readonly reloads?: string;
	/** The unit to which the file sends its readers, e.g. the server behind a proxy: it starts before the unit of `reloads` reads the file again. */
	readonly leadsTo?: string;
	/** The unit to restart when the file changes, as it reads the file only when it starts. */
	readonly restarts?: string;
	/**
	 * The program that must accept the file. If it does not, the earlier file stays. A script of ours in PHP is tested before the file is in place, a program once
	 * the file is there. Default: nothing is tested.
	 */
	readonly test?: FileTest;
}

/** The program that must accept a file. */
export type FileTest =
	/** The database engine, with all its files of settings. */
	| { readonly by: "mariadb" }
	/** The web server, with its whole configuration. */
	| { readonly by: "httpd" }
	/** php-fpm, with pools of our own. `script` is the path of our script that runs it. */
	| { readonly by: "php-fpm"; readonly script: string }
	/** A script of our own, in PHP: its path. */
	| { readonly by: "php"; readonly script: string };

/** A shared directory on one host: the storage machine exports it, a real server mounts it. */
export type SharedPlace = "exported" | SharedMount;

export interface SharedMount {
	/** `172.18.0.69:/srv/lvs/files/uploads` */
	readonly source: string;
	readonly unit: string;
}

/** What a role adds to the web server of a host. */
export interface DesiredWeb {
	/** Ports on which a site of ours has no name: it answers for all names that no other site has. */
	readonly answersAll: readonly number[];
	/** Port -> the names for which sites of ours answer there; an alias may have a `*`. Default: not known; states of earlier versions do not have it. */
	readonly names?: Readonly<Record<string, readonly string[]>>;
	/** Whether it runs PHP, as the distribution provides it. `"fpm"`: php-fpm runs it, with pools of our own. */
	readonly php: boolean | "fpm";
}

/** What a role has in the database engine of a host. */
export interface DesiredEngine {
	/** Whether the role sets the engine up, uses one of others that stays as it is, or makes it a copy of another one. */
	readonly as: "own" | "shared" | "copy";
	readonly databases: readonly string[];
	/** As the engine writes them: `shop@172.18.0.0/255.255.255.0`. */
	readonly users: readonly string[];
	/** Where it listens, and keeps its data. A shared engine must already do so. */
	readonly address: string;
	readonly port: number;
	readonly directory: string;
	/** How many clients applications count on. */
	readonly connections: number;
	/** The settings in our file, each by its name with `-`. Default: there is no file, or the state is of an earlier version. */
	readonly settings?: Readonly<Record<string, string>>;
}

/** One real server that is checked. */
export interface DesiredCheck {
	/** Name of the real server. */
	readonly realServer: string;
	/** In a few words: `GET http://172.18.0.70:80/health: 200`. */
	readonly asks: string;
	/** The page that is asked for at a port of the VIP, and what is a good answer. Default: none, or the declaration is of an earlier version. */
	readonly page?: DesiredPage;
	/** Key of the IPVS service by which the question reaches this real server alone. Default: it does not go through IPVS. */
	readonly probe?: string;
	/** A real server that fails is out after at most this many seconds. */
	readonly outSeconds: number;
	/** Keys of the rules that wait for the answer. */
	readonly rules: readonly string[];
}

/** A page of a site. */
export interface DesiredPage {
	readonly kind: "http" | "https";
	readonly port: number;
	readonly path: string;
	/** Name of the site. Default: none, which gets the web server's first site. */
	readonly hostName?: string;
	/** HTTP statuses; each of them is good. */
	readonly status: readonly number[];
}

/** Where users' data of a role lay before. */
export interface FormerData {
	/** The machine, `192.0.2.5:22`. Default: this one. */
	readonly machine?: string;
	/** As `data` of the desired state. */
	readonly data: Readonly<Record<string, string>>;
	/** Whether all of it was in place: the last `up` came to its end. Default: it is not known. */
	readonly whole?: true;
}

/** The programs that must read a file again when it changes, besides the units of `reloads` and `restarts`. */
export type FileReader =
	/** The unit of `establishedBy`: the file is its script, or its script reads it. */
	| "our unit"
	/** The role's own `script`: the file is the script, or the script reads it. */
	| "our script"
	/** systemd, when it first needs the unit that the file is. */
	| "systemd"
	/** systemd, which may have the unit in memory that the file adds lines to. */
	| "systemd, as a drop-in"
	/** Nobody: every program that reads the file does so at the right time by itself, e.g. for each request or at boot. */
	| "others";

export interface DesiredArchive {
	/** Path on the machine that runs the Pulumi program. A tar (compressed or not) or zip file. */
	readonly file: string;
	/** Checksum of the file, in hexadecimal. */
	readonly sha256: string;
	/** The directory of the archive to unpack, where the archive has it; empty: everything. */
	readonly subtree: string;
	/** Path in the unpacked archive -> where a symbolic link at that path leads. What the archive has there is kept as `<path>.dist`. */
	readonly links: Readonly<Record<string, string>>;
	/** The unit to reload when another archive comes. Default, and in states of earlier versions: none. */
	readonly reloads?: string;
}

/** Where an address belongs: the own link, or a device that the kernel names. */
export type AddressPlace = OwnLink | "lo" | TunnelDevice;

/** `enabled` without `active`: the role's script starts the unit at the right moment. */
export type UnitState = "enabled active" | "enabled" | "masked";

/** Role of a host -> the type of its Pulumi resource. Both names are frozen: records on hosts hold the role, users' state the type. */
export const resourceTypes = {
	director: "Director",
	"real-server": "RealServer",
	setup: "HostSetup",
	website: "Website",
	storage: "SharedStorage",
	mount: "StorageMount",
	database: "Database",
	replica: "DatabaseReplica",
	"session-store": "SessionStore",
	"object-cache": "ObjectCache",
	wordpress: "WordPress",
	"wordpress-site": "WordPressSite",
	discuz: "Discuz",
	"discuz-site": "DiscuzSite",
} as const;

export type Role = keyof typeof resourceTypes;
