import type { Family } from "../model/family.ts";
import type { DrainEnd } from "./drain-ends.ts";
import type {
	FoundEngine,
	FoundExports,
	FoundLostData,
	FoundSharedPlace,
	FoundWebServer,
} from "./found-applications.ts";
import type {
	AgreedByOthers,
	FoundFailover,
	FoundVipHolder,
	FoundWay,
	Health,
	Keepers,
	Layer,
} from "./found-director.ts";
import type {
	EarlierRule,
	FoundLinks,
	FoundMarks,
	OtherAnswer,
} from "./found-network.ts";
import type { FoundState } from "./found-state.ts";
import type { Neighbours } from "./neighbours.ts";
import type { PutBack } from "./put-back.ts";
import type { HostRecord } from "./record.ts";

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
	/** Key of a real server in a service -> the weight that drains and checks laid over the declared one. The script on the director decides it. */
	readonly layers: Readonly<Record<string, Layer>>;
	/** Place that is checked -> its last result. Empty if nothing is checked. */
	readonly health: Readonly<Record<string, Health>>;
	/** Why drains and checks have no effect on a director, or would not outlast a reboot, each as a clause. Empty if all is well. */
	readonly agentProblems: readonly string[];
	/** Empty unless services are joined by marks. */
	readonly marks: FoundMarks;
	/** Empty unless the role is a director or has sysctls of links. */
	readonly links: FoundLinks;
	/** Others that forward packets here, each in a few words. Empty unless the role turns forwarding on. */
	readonly forwarders: readonly string[];
	/** Real server that is on no link of the director's, or director that is on no link of a real server's -> the route to it. */
	readonly ways: Readonly<Record<string, FoundWay>>;
	/** Rules of others that send answers of NAT elsewhere than our own rules. Empty if the role has no such rules of its own. */
	readonly earlierRules: readonly EarlierRule[];
	/** Answers of NAT that go back to directors of other clusters. Empty if the role has no such rules of its own. */
	readonly otherAnswers: readonly OtherAnswer[];
	/** Path that must be local -> the type of network file system that it lies on. Paths that are local are left out. */
	readonly networked: Readonly<Record<string, string>>;
	/** The place that tells cloud-init to write /etc/hosts anew at each boot. Undefined: there is none, or our lines outlast it, or the role has none there. */
	readonly hostsAnew: string | undefined;
	/** Path of a shared directory of the role -> what stands in its way there. Those with nothing in their way are left out. */
	readonly sharedPlaces: Readonly<Record<string, FoundSharedPlace>>;
	/** Unit of ours that systemd calls active although it does nothing -> why, as a clause. */
	readonly standstill: Readonly<Record<string, string>>;
	/** What the role's own script tells besides conditions: worth knowing, and no drift. */
	readonly notes: readonly string[];
	/** Directories of users' data that do not exist. */
	readonly missingData: readonly string[];
	/** Those of them in which users had data, and others that are empty because a disk is not mounted. */
	readonly lostData: FoundLostData;
	/** What the host serves by NFS besides us. Nothing unless the role sets its NFS server up. */
	readonly otherExports: FoundExports;
	/** Empty unless the role is a director. */
	readonly keepers: Keepers;
	/** Lines in the configuration of the operator's keepalived that have the VIP, or another value on which our directors agree. */
	readonly agreedByOthers: AgreedByOthers;
	/** Port that the role serves itself -> the programs that listen there now. */
	readonly listeners: Readonly<Record<string, readonly string[]>>;
	/** What the web server does already. Nothing unless the role has sites in it, or visitors of a real server come to some. */
	readonly webServer: FoundWebServer;
	/** Files of sites in the web server that are not ours. Empty where we have no record. */
	readonly otherSites: readonly string[];
	/** What the database engine has and does already. Nothing unless the role has something in it. */
	readonly engine: FoundEngine;
	/** Another machine that answers for the VIP and should not. Undefined: none, or the director is ours already. */
	readonly vipHolder: FoundVipHolder | undefined;
	/** Address that is to move with the VIP -> link-layer address of a machine that answers for it, and is no director of the cluster. */
	readonly movedHolders: Readonly<Record<string, string>>;
	/** The present state of a director where there are several. Undefined: nothing is known, as its keepalived does not run. */
	readonly failover: FoundFailover | undefined;
	/** Program of the operator that the role calls, or user who runs one -> what is wrong with it. Those without a problem are left out. */
	readonly programs: Readonly<Record<string, string>>;
	/** Folder on the way to a program that keepalived runs as root -> who else could write there. keepalived does not run such a program. */
	readonly openFolders: Readonly<Record<string, string>>;
	/** Why a director could not have the VIP because of a check that is not in force yet. Undefined: there is no such reason. */
	readonly firstCheck: string | undefined;
	/** Empty if the role has no watch. */
	readonly putBack: PutBack;
	/** Lines of the kernel's table that could not be read as rules. They are not in `ipvs`. */
	readonly unreadRules: readonly string[];
	/** Services of ours of which the distribution's rule file has rules outside our lines. They do not count. */
	readonly outdatedRules: readonly string[];
	/** What an interrupted change still owes, in the words of `owedBy`. */
	readonly owed: readonly string[];
}
