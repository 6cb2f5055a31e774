import type { Closing, Opening } from "../filter/opening.ts";
import type { Command } from "../ipvs/command.ts";
import type { ServerRule } from "../ipvs/rule.ts";
import type { DesiredArchive, DesiredFile } from "../model/desired.ts";
import type { HostRecord, MadeKindName } from "./record.ts";

/** One change on a host, with its reason. The file of its kind of host state tells what it does. */
export type Step = { readonly because: string } & (
	| {
			readonly kind: "record";
			readonly recordName: string;
			readonly record: HostRecord;
			/** Whether the record's rules differ from those noted on the host. */
			readonly rules: boolean;
	  }
	| { readonly kind: "forget"; readonly recordName: string }
	| { readonly kind: "install"; readonly packages: readonly string[] }
	| { readonly kind: "load"; readonly modules: readonly string[] }
	| { readonly kind: "unload"; readonly modules: readonly string[] }
	| { readonly kind: "keep"; readonly path: string; readonly as: string }
	| {
			readonly kind: "write";
			readonly path: string;
			readonly file: DesiredFile;
			/** If set, only these lines differ from the file that was found. */
			readonly edits?: readonly LineEdit[];
	  }
	| { readonly kind: "remove"; readonly paths: readonly string[] }
	| {
			readonly kind: "directory";
			readonly path: string;
			readonly mode: string;
			/** User and group, `root:www-data`. */
			readonly owner: string;
	  }
	| {
			readonly kind: "unpack";
			readonly directory: string;
			readonly archive: DesiredArchive;
			/** Directories below it, relative to it, that other archives are unpacked into. */
			readonly others: readonly string[];
	  }
	| { readonly kind: "remove-directory"; readonly path: string }
	| {
			readonly kind: "remove-block";
			readonly path: string;
			readonly block: string;
			/** Whether to remove the file too if nothing else is in it. */
			readonly orFile: boolean;
	  }
	| { readonly kind: "restore"; readonly path: string; readonly from: string }
	| { readonly kind: "mask"; readonly unit: string }
	| { readonly kind: "unmask"; readonly unit: string }
	| { readonly kind: "enable"; readonly unit: string }
	| { readonly kind: "disable"; readonly unit: string }
	| { readonly kind: "reload-systemd" }
	| { readonly kind: "start"; readonly units: readonly string[] }
	| { readonly kind: "reload"; readonly unit: string }
	| { readonly kind: "restart"; readonly unit: string }
	/** Lets a unit go on that is frozen, or that a signal has stopped. */
	| { readonly kind: "go-on"; readonly unit: string }
	/** Runs the role's own script, which brings its conditions about. */
	| { readonly kind: "run"; readonly script: string }
	| { readonly kind: "stop"; readonly units: readonly string[] }
	/** Stops our unit without its script, which would take away what another role holds too. */
	| { readonly kind: "let-go"; readonly unit: string }
	| {
			readonly kind: "ipvs";
			readonly commands: readonly Command[];
			/** If set, a scheduler changes: connections to this VIP must not be refused meanwhile. */
			readonly reschedules?: string;
			/** If set, clients of UDP whose rule goes do not keep the kernel's entry. */
			readonly endsEntries?: true;
	  }
	| {
			readonly kind: "drain";
			readonly recordName: string;
			readonly seconds: number;
			/** The rules with weight 0. */
			readonly servers: readonly ServerRule[];
			/** If set, these real servers get no ICMP redirect meanwhile. */
			readonly unredirected?: Unredirected;
	  }
	/** Ends the drains that an operator asked for. */
	| {
			readonly kind: "lift-drain";
			readonly recordName: string;
			readonly addresses: readonly string[];
	  }
	| {
			readonly kind: "set-timeouts";
			readonly timeouts: Readonly<Record<string, string>>;
	  }
	| {
			readonly kind: "undo";
			readonly of: MadeKindName;
			readonly name: string;
	  }
	/** Keeps an address while the unit that has it is stopped. */
	| {
			readonly kind: "keep-address";
			readonly recordName: string;
			readonly address: string;
			readonly device: string;
	  }
	| {
			readonly kind: "withdraw";
			readonly address: string;
			readonly device: string;
	  }
	| { readonly kind: "sysctl"; readonly key: string; readonly value: string }
	| {
			readonly kind: "open";
			readonly openings: readonly Opening[];
			/** Of the record that notes them. */
			readonly recordName: string;
	  }
	| { readonly kind: "close"; readonly closings: readonly Closing[] }
);

export type StepOf<Kind extends Step["kind"]> = Extract<
	Step,
	{ readonly kind: Kind }
>;

/** A line that a file contains exactly once, and the line that replaces it. */
export type LineEdit = readonly [from: string, to: string];

/** Addresses of real servers by NAT that leave, and our table of nftables. */
export interface Unredirected {
	readonly table: string;
	readonly addresses: readonly string[];
}
