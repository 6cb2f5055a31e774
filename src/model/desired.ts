import type { TunnelDevice } from "./tunnel.ts";

/**
 * Every kind of host state, each a record keyed by the identity of the thing, with its state as a readable value. All that there is to know
 * of a kind stands in one file, `src/host/kinds/<kind>.ts`.
 */
export interface HostState {
	/** Package -> `installed`. */
	readonly packages: Readonly<Record<string, string>>;
	/** Kernel module -> `loaded`. */
	readonly modules: Readonly<Record<string, string>>;
	/** Absolute path -> content. */
	readonly files: Readonly<Record<string, DesiredFile>>;
	/** Absolute path of a directory -> how it must be. What is in it is not ours. */
	readonly directories: Readonly<Record<string, DirectoryState>>;
	/** Directory -> the archive that is unpacked there. */
	readonly archives: Readonly<Record<string, DesiredArchive>>;
	/** systemd unit, without `.service` where it is one -> its state. */
	readonly units: Readonly<Record<string, UnitState>>;
	/** Sysctl, dotted -> value. */
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
	/** Rule of our own nftables table as `nft list` prints it, after the name of its chain -> `present`. */
	readonly nftables: Readonly<Record<string, "present">>;
	/** Network device that the kernel makes for a module, `tunl0` -> `up`. */
	readonly devices: Readonly<Record<string, "up">>;
	/** UDP port -> what is unwrapped there, `gue`. */
	readonly receivers: Readonly<Record<string, string>>;
	/** Packets, as `ip rule` selects them, `from 10.88.0.11 ipproto tcp sport 80` -> their route, `default via 10.88.0.10`. */
	readonly routes: Readonly<Record<string, string>>;
	/** What `status` of the script must print, as `key=value`: `database shop` -> `utf8mb4`. */
	readonly conditions: Readonly<Record<string, string>>;
}

/** A kind of host state. */
export type KindName = keyof HostState;

/**
 * What one host must look like for one role. It is the input of the host's Pulumi resource, so a preview shows it.
 *
 * Every part is a record keyed by the identity of the thing, with the state as a readable value: a difference then
 * reads as one line, and never depends on the order. Names that differ between distributions stand as `@name@` and
 * are resolved on the host (see family.ts).
 */
export interface Desired extends HostState {
	/** An address the host must already have: a host without it is not the one that was meant. Default: any host will do. */
	readonly ownAddress?: string;
	/** The device that clients and directors reach it by. Default: the one that has `ownAddress`. */
	readonly device?: string;
	/** Seconds that a real server which is removed may take to finish its connections. */
	readonly drainSeconds: number;
	/** Name of our nftables table and number of our routing table. Default: the role has none. */
	readonly tables?: { readonly nftables: string; readonly routing: number };
	/** The unit of ours whose start (and reload) puts in place all but packages, modules, files and units. Default: there is none. */
	readonly establishedBy?: string;
	/**
	 * A script of ours for what has no other name here. Default: there is none. `start` brings the conditions about, also where
	 * a part of them holds, `status` prints those that hold, `remove` undoes what may be undone.
	 */
	readonly script?: string;
	/** Path that must not be on a file system of the network -> why not. */
	readonly local: Readonly<Record<string, string>>;
	/** What a removal leaves on the host, each in a few words with the reason. */
	readonly keeps: readonly string[];
}

/** A host of which nothing is wanted: what a role does not name. */
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
	routes: {},
	conditions: {},
	local: {},
	keeps: [],
};

export interface DesiredFile {
	/** Text; ends with a newline. */
	readonly content: string;
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** User and group, by name or number: `root:www-data`. Default: not looked at, and root's where the file is new. */
	readonly owner?: string;
	/** Given: only the lines between two markers with this name are ours, the rest of the file stays. */
	readonly block?: string;
	/**
	 * Given: a file that was there before us is replaced only if it equals this file of the distribution.
	 * Anything else is the user's, and an error.
	 */
	readonly replacesOnly?: string;
	/** Given: a unit that reads the file when it is reloaded. */
	readonly reloads?: string;
	/** Given: a unit that reads the file only when it starts. */
	readonly restarts?: string;
	/** Given: a command that must accept the file where it lies; else the file that was there before comes back. */
	readonly test?: string;
}

export interface DesiredArchive {
	/** Where it lies on the machine that runs the program: tar, compressed or not, or zip. */
	readonly file: string;
	/** Of the file, in hexadecimal. */
	readonly sha256: string;
	/** The one directory in it that is wanted, where it has such a one; empty: all of it. */
	readonly subtree: string;
	/** Path in it -> where that leads instead. What the archive has there is kept beside it, as `<path>.dist`. */
	readonly links: Readonly<Record<string, string>>;
}

/** Mode and owner, `755 www-data:www-data`; `any`: it must only be there. */
export type DirectoryState = "any" | `${string} ${string}:${string}`;

/** `link`: the device that clients and directors reach the host by, whatever its name is; else one that the kernel names. */
export type AddressPlace = "link" | "lo" | TunnelDevice;

/** `enabled`: started by the role's script, which knows when. */
export type UnitState = "enabled active" | "enabled" | "masked";

/** What a host can be -> the kind of its resource. The role is part of the record on the host, the kind of users' state. */
export const kinds = {
	director: "Director",
	"real-server": "RealServer",
	setup: "HostSetup",
	website: "Website",
	storage: "SharedStorage",
	mount: "StorageMount",
	database: "Database",
	replica: "DatabaseReplica",
	"session-store": "SessionStore",
	wordpress: "WordPress",
	"wordpress-site": "WordPressSite",
	discuz: "Discuz",
	"discuz-site": "DiscuzSite",
} as const;

export type Role = keyof typeof kinds;
