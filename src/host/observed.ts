import type { Table } from "../ipvs/rule.ts";
import type { Family } from "../model/family.ts";
import type { FoundKindName, HostRecord } from "./record.ts";

/** Each kind of host state as a look finds it, in the names of the host's family. */
export interface FoundState {
	/** Package -> whether what it is wanted for is there. */
	readonly packages: Readonly<Record<string, boolean>>;
	readonly modules: Readonly<Record<string, ModuleState>>;
	/** Path -> the file, undefined where there is none. */
	readonly files: Readonly<Record<string, FoundFile | undefined>>;
	/** Path -> the directory, undefined where there is none. */
	readonly directories: Readonly<Record<string, FoundDirectory | undefined>>;
	/** Directory -> checksum of the archive that we unpacked there, or `foreign` where it is somebody else's. */
	readonly archives: Readonly<Record<string, string>>;
	readonly units: Readonly<Record<string, FoundUnit>>;
	/** Sysctl -> value, for those that exist. */
	readonly sysctls: Readonly<Record<string, string>>;
	readonly addresses: FoundAddresses;
	/** The kernel's whole table, what others have in it included. */
	readonly ipvs: Table;
	/** Timeout of IPVS -> seconds; empty where none is declared, or ip_vs is not loaded. */
	readonly timeouts: Readonly<Record<string, string>>;
	/** Declared network device -> whether it is up, for those that exist. */
	readonly devices: Readonly<Record<string, "up" | "down">>;
	/** UDP port -> what the kernel unwraps there. */
	readonly receivers: Readonly<Record<string, string>>;
	/** Rules of our own table, each after the name of its chain. Empty where there is no such table. */
	readonly nftables: Readonly<Record<string, "present">>;
	/** What `ip rule` sends to our routing table -> the route it finds there, empty where there is none. */
	readonly routes: Readonly<Record<string, string>>;
	/** Condition -> its value, as the role's own script tells them; empty where the script is not there yet. */
	readonly conditions: Readonly<Record<string, string>>;
}

/** What one look at a host found, in the names of its family. */
export interface Observed extends FoundState {
	readonly family: Family;
	/** Changes with every apply of ours on this host; empty before the first since boot. */
	readonly generation: string;
	/** What we noted on the host before we first touched it; undefined: never touched, or already returned. */
	readonly record: HostRecord | undefined;
	/** What other roles of ours on this host need too. */
	readonly neighbours: Neighbours;
	/** Address of a real server -> until when an operator wants it drained: seconds since 1970, 0 is until it is lifted. */
	readonly drained: Readonly<Record<string, number>>;
	/** Looked at only where services are joined by marks. */
	readonly marks: FoundMarks;
	/** Path that must be local -> the type of the network file system that it is on, for those that are. */
	readonly networked: Readonly<Record<string, string>>;
	/** Words of steps that were begun and not finished; see `owedBy`. */
	readonly owed: readonly string[];
}

/**
 * Other records of ours on the host. As long as another role needs a thing too, it does not go back to what was found; and what was
 * found is what the first of them found.
 */
export type Neighbours = Pick<HostRecord, FoundKindName | "establishes">;

export type ModuleState = "loaded" | "available" | "missing";

/** A file that exists. */
export interface FoundFile {
	/** Octal, e.g. `644`. */
	readonly mode: string;
	/** By name and by number, `root:www-data 0:33`. */
	readonly owner: string;
	/** The text; of our block where only a block is ours, undefined where that is missing. */
	readonly content: string | undefined;
	/** Whether it equals the file of the distribution that may be replaced. */
	readonly stock: boolean;
}

/** A directory that exists. */
export type FoundDirectory = Pick<FoundFile, "mode" | "owner">;

export interface FoundUnit {
	readonly exists: boolean;
	readonly enabled: boolean;
	readonly masked: boolean;
	readonly active: boolean;
	/** The unit's file changed since systemd read it. */
	readonly stale: boolean;
	/** Another unit that systemd has read wants it: systemd then keeps it after its file is gone. */
	readonly held: boolean;
	/** systemd has it in memory, and tells whether it is enabled from there: a link made or removed since is not seen. */
	readonly cached: boolean;
}

export interface FoundAddresses {
	/** Names of all network devices. */
	readonly devices: readonly string[];
	/** Every IPv4 address of the host. */
	readonly list: readonly FoundAddress[];
}

export interface FoundAddress {
	readonly device: string;
	/** With prefix: `172.18.0.70/32` */
	readonly address: string;
}

export interface FoundMarks {
	/** Firewall mark -> who else sets or uses it: `table inet filter`, `ip rule 100`. */
	readonly used: Readonly<Record<string, string>>;
	/** What listens on any or all addresses of the host, `tcp 80`. */
	readonly listeners: readonly Listener[];
}

export interface Listener {
	readonly protocol: string;
	/** `0.0.0.0` for all. */
	readonly address: string;
	readonly port: number;
}
