import type { Command } from "../ipvs/command.ts";
import type { ServerRule } from "../ipvs/rule.ts";
import type { DesiredArchive, DesiredFile } from "../model/desired.ts";
import type { HostRecord, MadeKindName } from "./record.ts";

/** One change on a host, with its reason. What each does stands with the kind of host state that it is for. */
export type Step = { readonly because: string } & (
	| {
			readonly kind: "record";
			readonly owner: string;
			readonly record: HostRecord;
			/** Whether its rules are others than those noted. */
			readonly rules: boolean;
	  }
	| { readonly kind: "forget"; readonly owner: string }
	| { readonly kind: "install"; readonly packages: readonly string[] }
	| { readonly kind: "load"; readonly modules: readonly string[] }
	| { readonly kind: "unload"; readonly modules: readonly string[] }
	| { readonly kind: "keep"; readonly path: string; readonly as: string }
	| {
			readonly kind: "write";
			readonly path: string;
			readonly file: DesiredFile;
			/** Where these lines are all that differs from what was found. */
			readonly edits?: readonly LineEdit[];
	  }
	| { readonly kind: "remove"; readonly paths: readonly string[] }
	| {
			readonly kind: "directory";
			readonly path: string;
			readonly mode: string;
			readonly owner: string;
	  }
	| {
			readonly kind: "unpack";
			readonly directory: string;
			readonly archive: DesiredArchive;
	  }
	| { readonly kind: "remove-directory"; readonly path: string }
	| {
			readonly kind: "remove-block";
			readonly path: string;
			readonly block: string;
			/** Remove the file as well where nothing else is in it. */
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
	/** The role's own script brings its conditions about. */
	| { readonly kind: "run"; readonly script: string }
	| { readonly kind: "stop"; readonly units: readonly string[] }
	| {
			readonly kind: "ipvs";
			readonly commands: readonly Command[];
			/** Whether a scheduler changes, and for which VIP connections must then not be refused. */
			readonly reschedules?: string;
	  }
	| {
			readonly kind: "drain";
			readonly owner: string;
			readonly seconds: number;
			/** With weight 0. */
			readonly servers: readonly ServerRule[];
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
	| {
			readonly kind: "withdraw";
			readonly address: string;
			readonly device: string;
	  }
	| { readonly kind: "sysctl"; readonly key: string; readonly value: string }
);

export type StepOf<Kind extends Step["kind"]> = Extract<
	Step,
	{ readonly kind: Kind }
>;

/** A line of a file, which is there once, and the one that takes its place. */
export type LineEdit = readonly [from: string, to: string];
