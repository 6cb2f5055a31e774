import type { Ruleset } from "../filter/ruleset.ts";
import type { Table } from "../ipvs/rule.ts";

/** Each kind of host state as a look finds it, in the names of the host's family. */
export interface FoundState {
	/** Package -> whether it, or the program that we need it for, is there. */
	readonly packages: Readonly<Record<string, boolean>>;
	readonly modules: Readonly<Record<string, ModuleState>>;
	/** Path -> the file; undefined where there is no file. */
	readonly files: Readonly<Record<string, FoundFile | undefined>>;
	/** Path -> the directory; undefined where there is no directory. */
	readonly directories: Readonly<Record<string, FoundDirectory | undefined>>;
	/** Directory that exists -> what we unpacked there. */
	readonly archives: Readonly<Record<string, FoundArchive>>;
	readonly units: Readonly<Record<string, FoundUnit>>;
	/** Sysctl -> value. A sysctl that does not exist is left out. */
	readonly sysctls: Readonly<Record<string, string>>;
	readonly addresses: FoundAddresses;
	/** The kernel's whole table, including the rules of others. */
	readonly ipvs: Table;
	/** Timeout of IPVS -> seconds. Empty where none is declared, or ip_vs is not loaded. */
	readonly timeouts: Readonly<Record<string, string>>;
	/** Declared network device -> whether it is up. A device that does not exist is left out. */
	readonly devices: Readonly<Record<string, "up" | "down">>;
	/** UDP port -> which tunnel the kernel unwraps there. */
	readonly receivers: Readonly<Record<string, string>>;
	/** `master` or `backup` -> `id 37 on eth1`. Empty unless directors tell each other of their connections. */
	readonly syncs: Readonly<Record<string, string>>;
	/** Rules of our own table, each after the name of its chain. Empty where there is no such table. */
	readonly nftables: Readonly<Record<string, "present">>;
	/** Packets that `ip rule` sends to our routing table -> the route that they find there, `noRoute` where there is none. */
	readonly routes: Readonly<Record<string, string>>;
	/** The packet filters of the host. Empty unless the role needs packets to pass them. */
	readonly filters: Ruleset;
	/** Condition -> its value, as the role's own script prints it. Empty where the script is not there yet. */
	readonly conditions: Readonly<Record<string, string>>;
}

/**
 * `missing`: this kernel does not have it. `gone`: the modules of this kernel are not on the disk. `forbidden`: the configuration of modprobe says to load
 * something else in its place. `locked`: the kernel loads no more modules (kernel.modules_disabled).
 */
export type ModuleState =
	| "loaded"
	| "available"
	| "missing"
	| "gone"
	| "forbidden"
	| "locked";

/** A file that exists. */
export interface FoundFile {
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** User and group by name and by number, `root:www-data 0:33`. */
	readonly owner: string;
	/** The text of the file. Where only a block is ours: the text of the block, or undefined where the block is missing. */
	readonly content: string | undefined;
	/** Whether the text equals the distribution's own file, which may be replaced. */
	readonly stock: boolean;
}

/** A directory that exists. */
export type FoundDirectory = Pick<FoundFile, "mode" | "owner">;

export interface FoundArchive {
	/** The checksum of the archive. Undefined: the directory is not ours. */
	readonly sha256: string | undefined;
}

export interface FoundUnit {
	readonly exists: boolean;
	readonly enabled: boolean;
	readonly masked: boolean;
	readonly active: boolean;
	/** The unit's file changed since systemd read it. */
	readonly stale: boolean;
	/** Whether another unit in systemd's memory wants this one. systemd then remembers it even after its file is gone. */
	readonly held: boolean;
	/** Whether systemd has the unit in memory. It then does not see a link that was made or removed since it read the unit. */
	readonly cached: boolean;
	/** Whether what a timer starts failed the last time. Left out: it did not, or the unit is no timer. */
	readonly startsFailed?: true;
}

export interface FoundAddresses {
	/** Names of all network devices. */
	readonly devices: readonly string[];
	/** Every IPv4 address of the host. */
	readonly list: readonly FoundAddress[];
}

export interface FoundAddress {
	readonly device: string;
	/** The address with its prefix: `172.18.0.70/32`. */
	readonly address: string;
}
