import type { Ruleset } from "../filter/ruleset.ts";
import type { Table } from "../ipvs/rule.ts";
import type { Family } from "../model/family.ts";
import type { DrainEnd } from "./drain-ends.ts";
import type { FoundKindName, HostRecord } from "./record.ts";
import type { SocketAddress } from "./socket-address.ts";

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

/** A rule of `ip rule` that is asked before ours: `from 10.88.0.67 lookup 100`. */
export interface EarlierRule {
	readonly priority: number;
	readonly rule: string;
}

/** Packets that `ip rule` sends to the routing table of another cluster, and through whom they go there. */
export interface OtherAnswer {
	/** `from 10.88.0.11 ipproto tcp sport 80` */
	readonly selector: string;
	readonly table: string;
	readonly gateway: string;
}

/** What one look at a host found, in the names of its family. */
export interface Observed extends FoundState {
	readonly family: Family;
	/** A word that changes with every apply of ours on this host. `noGeneration` before the first apply since boot. */
	readonly generation: string;
	/** How far its clock is ahead of this machine's, in seconds: negative where it is behind, 0 where both may be right. Undefined: not looked at. */
	readonly clockAhead?: number;
	/** Our record on the host, written before we first touched it. Undefined: never touched, or returned to what was found. */
	readonly record: HostRecord | undefined;
	/** What our other roles on this host hold. */
	readonly neighbours: Neighbours;
	/** Address of a real server -> when its drain by an operator ends. */
	readonly drained: Readonly<Record<string, DrainEnd>>;
	/** Key of a real server in a service -> what drains and checks laid over its declared weight. The script on the director decides it. */
	readonly layers: Readonly<Record<string, Layer>>;
	/** Place that is checked -> what was found last. Empty where nothing is. */
	readonly health: Readonly<Record<string, Health>>;
	/** Why what drains and checks want has no effect on a director, or would not outlast a reboot, each as a clause. Empty where all is well. */
	readonly agentProblems: readonly string[];
	/** Empty unless services are joined by marks. */
	readonly marks: FoundMarks;
	/** Empty unless the role is a director or has sysctls of links. */
	readonly links: FoundLinks;
	/** Who else forwards packets here, each in a few words. Empty unless the role turns forwarding on. */
	readonly forwarders: readonly string[];
	/** Real server that a director does not have on its links -> the way to it. */
	readonly ways: Readonly<Record<string, FoundWay>>;
	/** Rules of others by which answers of NAT go elsewhere than our own say. Empty where the role has none of its own. */
	readonly earlierRules: readonly EarlierRule[];
	/** Answers of NAT that go back to directors of other clusters. Empty where the role has none of its own. */
	readonly otherAnswers: readonly OtherAnswer[];
	/** Path that must be local -> the type of network file system that it lies on. Paths that are local are left out. */
	readonly networked: Readonly<Record<string, string>>;
	/** What the role's own script tells beside conditions: worth knowing, and no drift. */
	readonly notes: readonly string[];
	/** Directories of users' data that are not there. */
	readonly missingData: readonly string[];
	/** Those of them that users had data in, and others that are empty because a disk is away. */
	readonly lostData: FoundLostData;
	/** What the host serves by NFS beside us. Nothing unless the role sets its NFS server up. */
	readonly otherExports: FoundExports;
	/** Empty unless the role is a director. */
	readonly keepers: Keepers;
	/** What the configuration of the operator's keepalived has of the VIP, or of what else our directors agree on. */
	readonly agreedByOthers: AgreedByOthers;
	/** Port that the role serves itself -> the programs that listen there now. */
	readonly listeners: Readonly<Record<string, readonly string[]>>;
	/** What the web server does already. Nothing unless the role has sites in it. */
	readonly webServer: FoundWebServer;
	/** Files of sites in the web server that are not ours. Empty where we have no record. */
	readonly otherSites: readonly string[];
	/** What the database engine has and does already. Nothing unless the role has something in it. */
	readonly engine: FoundEngine;
	/** Another machine that answers for the VIP and should not. Undefined: none, or the director is ours already. */
	readonly vipHolder: FoundVipHolder | undefined;
	/** What a director is by now where there are several. Undefined: nothing is known, as its agreement with the others does not run. */
	readonly failover: FoundFailover | undefined;
	/** Program of the operator that the role calls, or user who runs one -> what is wrong with it. Those in order are left out. */
	readonly programs: Readonly<Record<string, string>>;
	/** Folder on the way to a program that keepalived runs as root -> who else could write there, so that it does not. */
	readonly openFolders: Readonly<Record<string, string>>;
	/** Why a director could not have the VIP by a check that is not in force yet. Undefined: nothing speaks against it. */
	readonly firstCheck: string | undefined;
	/** Empty where the role has no watch. */
	readonly putBack: PutBack;
	/** Lines of the kernel's table that could not be read as rules. They are not in `ipvs`. */
	readonly unreadRules: readonly string[];
	/** What an interrupted change still owes, in the words of `owedBy`. */
	readonly owed: readonly string[];
}

/**
 * The records of our other roles on the host, joined. While another role needs a thing too, the thing does not go back to
 * what was found. What counts as found is what the first of the roles found.
 */
export type Neighbours = Pick<HostRecord, FoundKindName | "establishes"> & {
	/** Record -> the stack that it belongs to. A record that does not tell is left out: an earlier version wrote it. */
	readonly stacks: Readonly<Record<string, string>>;
	/** File -> the record that has it, whole. */
	readonly fileOwners: Readonly<Record<string, string>>;
	/** Thing of `establishes` -> the record that has it. */
	readonly makers: Readonly<Record<string, string>>;
	/** Address -> the resource that put it there, `web/real-server/rs2`; where the record does not tell, that record. */
	readonly addressOwners: Readonly<Record<string, string>>;
	/** Thing that cannot be shared -> the record that has it. */
	readonly soleOwners: Readonly<Record<string, string>>;
	/** Sysctl, or timeout of IPVS -> the records of all that set it. */
	readonly settingOwners: Readonly<Record<string, readonly string[]>>;
	/** Records of directors whose operator keeps real servers drained. */
	readonly drains: readonly string[];
	/** IPVS service, `-t 172.18.0.70:80` -> the record that has it. Empty unless the role is a director. */
	readonly services: Readonly<Record<string, string>>;
	/** Their rules that the table had before any of us. */
	readonly rulesBefore: readonly string[];
	/** Their rules in services that our record has too. Empty where we have no record. */
	readonly sharedRules: readonly string[];
};

/** Places in the configuration of the operator's keepalived: `/etc/keepalived/keepalived.conf:12: virtual_router_id 51`. */
export interface AgreedByOthers {
	/** They have the number of our directors, or an address that goes with the VIP. */
	readonly held: readonly string[];
	/** They have a number that is not written there as such: `$VRID`. */
	readonly unread: readonly string[];
}

/** What a web server does before a role of ours comes to it. */
export interface FoundWebServer {
	/** Debian's Apache serves by threads: `event` or `worker`. PHP as a module cannot run so. Undefined: by processes, or there is none. */
	readonly threads: string | undefined;
	/** Whether it runs PHP already. */
	readonly php: boolean;
	readonly http2: boolean;
	readonly active: boolean;
	/** Ports on which it listens by its own configuration when it starts, and another program does now. */
	readonly taken: readonly string[];
	/** Port -> the operator's site that answers for all names that no other site has, with its file and line. */
	readonly firstSites: Readonly<Record<string, string>>;
}

/** Directories of users' data that are not as a role's script noted them. */
export interface FoundLostData {
	/** The file with the note. */
	readonly note: string;
	/** Whether there is one: an earlier version wrote none. */
	readonly isNoted: boolean;
	readonly gone: readonly string[];
	/** Directory that is empty -> the mount on which it lay, and that is away. */
	readonly bare: Readonly<Record<string, string>>;
}

/** What a host serves by NFS, or is to serve. */
export interface FoundExports {
	/** Whether its server is at work. */
	readonly active: boolean;
	/** What it serves now, each as `/srv/home to 10.0.0.0/24`. */
	readonly open: readonly string[];
	/** Lines of files of others that it reads when it starts, each as `/etc/exports:3: /srv/home`. */
	readonly written: readonly string[];
}

/** What a database engine has and does before a role of ours comes to it. */
export interface FoundEngine {
	/** The machine has MySQL, in whose place the package of MariaDB would come. */
	readonly isMysql: boolean;
	/** No MariaDB is at work. */
	readonly isAway: boolean;
	/** Why the engine, which is at work, does not answer us. Undefined: it does, or it is not at work. */
	readonly closed: string | undefined;
	/** Undefined: it is not at work, does not answer, or was not asked. */
	readonly open:
		| {
				readonly port: number;
				/** How many clients it serves at once. */
				readonly connections: number;
				/** Where its data is, without a slash at its end. */
				readonly directory: string;
				/** Its `bind-address`; `*` where there is none. */
				readonly bound: string;
				/** Whether it, or another program, listens at the declared address and port. */
				readonly listens: boolean;
				/** All of them, also its own. */
				readonly databases: readonly string[];
				/** All of them, as `app@127.0.0.1`. */
				readonly users: readonly string[];
		  }
		| undefined;
	/** Accounts in it that the role's script made, as `shop@172.18.0.0/255.255.255.0`. Undefined: an earlier version made some, and kept no list. */
	readonly made: readonly string[] | undefined;
	/** What its files set, in the order in which they are read, apart from ours and from files as the distribution brought them. */
	readonly written: readonly WrittenSetting[];
	/** What files of ours set. */
	readonly besides: readonly WrittenSetting[];
}

export interface WrittenSetting {
	/** File and line. */
	readonly place: string;
	/** As we write it: `max-connections`. */
	readonly name: string;
	/** As it is written there; empty where the name stands alone. */
	readonly value: string;
}

/** A machine that answers for the VIP of others. */
export interface FoundVipHolder {
	/** Its link-layer address. */
	readonly hardware: string;
	/** Its name, where it is a director that is changed later and tells nobody that it has the VIP. */
	readonly director?: string;
}

/** What a director can be among several. */
export const directorRoles = ["active", "standby", "fault"] as const;

/** What a director is among several. */
export interface FoundFailover {
	/** `active`: it has the VIP. `standby`: it waits for it. `fault`: one of its links is down, or its check fails. */
	readonly role: (typeof directorRoles)[number];
	/** Seconds since 1970, by the host's clock. */
	readonly since: number;
	/** Whether an operator wants it to stay without the VIP. */
	readonly takenOut: boolean;
	/** Exit of the program that was told of this role; 124: it was ended after 30 seconds. Undefined: there is none, or it is at work. */
	readonly toldExit?: number;
	/** Why its check fails: what was run, and its exit status; 124: its time was over. Undefined: it passes, or there is none. */
	readonly failedCheck?: string;
}

/** What the watch on a host put back since the host started. */
export interface PutBack {
	/** How often it put anything back. */
	readonly times: number;
	/** The last times, those alike together: what was found (`vip 172.18.0.70: missing`), and why it was so. */
	readonly kept: readonly {
		readonly found: string;
		readonly why: string;
		readonly times: number;
		/** Seconds since 1970, by the host's clock. */
		readonly last: number;
	}[];
}

/** Programs beside us that write services into the table of IPVS by themselves. */
export interface Keepers {
	/** Program -> the unit, or another group of processes, in which it runs: `keepalived` -> `keepalived.service`. */
	readonly running: Readonly<Record<string, string>>;
	/** What keepalived's configuration has after `virtual_server`: `172.18.0.70 80`, `fwmark 7`, `group NAME`. */
	readonly keepalived: readonly string[];
}

export type ModuleState = "loaded" | "available" | "missing";

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

export interface FoundWay {
	/** The router that the packets go through. Undefined: the host has no route. */
	readonly router: string | undefined;
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

export interface FoundLinks {
	/** Devices with a route that says the VIP is on their link. */
	readonly ofVip: readonly string[];
	/** Devices with a cable, or made of such ones (bond, vlan), on which neighbours may ask by ARP. */
	readonly wired: readonly string[];
	/** Devices of the default routes, by which clients of other networks get their answers. */
	readonly defaultRoutes: readonly string[];
	/** Device -> the largest packet in bytes. */
	readonly mtu: Readonly<Record<string, number>>;
}

/** Who may lay something over the declared weights. */
export const layerOwners = ["drain", "check", "sorry", "rise"] as const;

/** What the table has in place of a declared weight, and who wants it so. */
export interface Layer {
	/** `out`: the rule is not in the table. */
	readonly weight: number | "out";
	/** `sorry`: too few real servers pass, or enough of them do again. `rise`: it passes again, and its weight rises slowly. */
	readonly by: (typeof layerOwners)[number];
}

/** What a check can have found. */
export const verdicts = ["up", "down", "failed", "untried", "awaited"] as const;

/** What a check found last. */
export interface Health {
	/**
	 * `failed`: it does not pass, and neither has any other real server of its service ever, so that the check may be a mistake:
	 * it counts for nothing. `untried`: nobody has heard of it yet. `awaited`: neither, and it is new beside others that pass.
	 */
	readonly verdict: (typeof verdicts)[number];
	/** Seconds since 1970, by the host's clock; 0: never. */
	readonly since: number;
	/** Why it failed, as the checking program says it. Empty: it passed, or nobody knows. */
	readonly why: string;
}

export interface FoundMarks {
	/** Firewall mark -> who else sets or uses it. */
	readonly used: Readonly<Record<string, MarkUser>>;
	/** Programs that listen on one address or all addresses of the host. */
	readonly listeners: readonly Listener[];
}

export type MarkUser =
	| {
			readonly kind: "table";
			/** Of nftables: `ip`, `inet`. */
			readonly family: string;
			readonly name: string;
	  }
	/** In words: `iptables, mangle PREROUTING`, `ip rule 100:`. */
	| { readonly kind: "other"; readonly words: string };

export interface Listener {
	readonly protocol: string;
	readonly address: SocketAddress;
	readonly port: number;
}
