/**
 * What one host must look like for one role. It is the input of the host's Pulumi resource, so a preview shows it.
 *
 * Every part is a record keyed by the identity of the thing, with the state as a readable value: a difference then
 * reads as one line, and never depends on the order. Names that differ between distributions stand as `@name@` and
 * are resolved on the host (see family.ts).
 */
export interface Desired {
	/** An address the host must already have: a host without it is not the one that was meant. */
	readonly ownAddress: string;
	/** The device that clients and directors reach it by; empty: the one that has `ownAddress`. */
	readonly device: string;
	/** Package -> `installed`. */
	readonly packages: Readonly<Record<string, string>>;
	/** Kernel module -> `loaded`. */
	readonly modules: Readonly<Record<string, string>>;
	/** Absolute path -> content. */
	readonly files: Readonly<Record<string, DesiredFile>>;
	/** systemd unit without `.service` -> its state. */
	readonly units: Readonly<Record<string, UnitState>>;
	/** Sysctl, dotted -> value. */
	readonly sysctls: Readonly<Record<string, string>>;
	/** Address with prefix, `172.18.0.70/32` -> `lo`, `tunl0`, or `link` for the device that clients and directors reach it by. */
	readonly addresses: Readonly<Record<string, string>>;
	/**
	 * IPVS service or real server -> attributes, as `ipvsadm -Sn` prints them: `-t 172.18.0.70:80` -> `-s wrr`,
	 * `-t 172.18.0.70:80 -r 172.18.0.67:80` -> `-g -w 2`.
	 */
	readonly ipvs: Readonly<Record<string, string>>;
	/** Seconds that a real server which is removed may take to finish its connections. */
	readonly drainSeconds: number;
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
	/** Name of our nftables table and number of our routing table. */
	readonly tables: { readonly nftables: string; readonly routing: number };
	/** The unit of ours whose start (and reload) puts in place all but packages, modules, files and units. */
	readonly establishedBy: string;
}

export interface DesiredFile {
	/** Text; ends with a newline. */
	readonly content: string;
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** Given: only the lines between two markers with this name are ours, the rest of the file stays. */
	readonly block?: string;
	/**
	 * Given: a file that was there before us is replaced only if it equals this file of the distribution.
	 * Anything else is the user's, and an error.
	 */
	readonly replacesOnly?: string;
	/** Given: a unit that reads the file when it is reloaded. */
	readonly reloads?: string;
}

export type UnitState = "enabled active" | "masked";

/** The roles a host can have in a cluster; part of resource names and of the record on the host. */
export type Role = "director" | "real-server";
