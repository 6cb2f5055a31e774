import { type Command, commandLine } from "../../ipvs/command.ts";
import { ruleKey, type ServerRule } from "../../ipvs/rule.ts";
import type { DesiredArchive, DesiredFile } from "../../model/desired.ts";
import { unitFile } from "../look/facts/units.ts";
import type { HostRecord } from "../record.ts";
import type { LineEdit } from "./line-edits.ts";

/** One change on a host, with its reason. `apply` is one exhaustive switch over these. */
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
	| { readonly kind: "undo"; readonly establishment: string }
	| {
			readonly kind: "withdraw";
			readonly address: string;
			readonly device: string;
	  }
	| { readonly kind: "sysctl"; readonly key: string; readonly value: string }
);

/** What the step does, for progress, previews and errors: `write /etc/ipvsadm.rules`. */
export function describe(step: Step): string {
	switch (step.kind) {
		case "record":
			return "note what was found on the host";
		case "forget":
			return "remove the note of what was found";
		case "install":
			return `install ${step.packages.join(" ")}`;
		case "load":
			return `load ${step.modules.join(" ")}`;
		case "unload":
			return `unload ${step.modules.join(" ")}`;
		case "keep":
			return `keep the original of ${step.path}`;
		case "write":
		case "restore":
			return `${step.kind} ${step.path}`;
		case "remove":
			return `remove ${step.paths.join(" ")}`;
		case "directory":
			return `make ${step.path} ${step.mode} ${step.owner}`;
		case "unpack":
			return `unpack ${step.archive.file} to ${step.directory}`;
		case "remove-directory":
			return `remove ${step.path}`;
		case "run":
			return `${step.script} start`;
		case "remove-block":
			return `remove our lines from ${step.path}`;
		case "mask":
		case "unmask":
		case "enable":
		case "disable":
		case "reload":
		case "restart":
			return `${step.kind} ${unitFile(step.unit)}`;
		case "reload-systemd":
			return "reload systemd";
		case "start":
		case "stop":
			return `${step.kind} ${step.units.map(unitFile).join(" ")}`;
		case "ipvs":
			return `ipvsadm ${step.commands.map(commandLine).join("; ")}`;
		case "drain":
			return `drain ${step.servers.map(ruleKey).join(", ")} for up to ${step.seconds} s`;
		case "set-timeouts":
			return "set the timeouts of IPVS";
		case "undo":
			return `remove ${step.establishment}`;
		case "withdraw":
			return `remove ${step.address} from ${step.device}`;
		case "sysctl":
			return `set ${step.key} to ${step.value}`;
	}
}
