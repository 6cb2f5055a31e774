import type { Command } from "commander";
import { stackVerb } from "./stack-verb.ts";

export default function preview(command: Command): void {
	stackVerb(command, {
		verb: "preview",
		startLab: true,
		labFlags: ["--diff"],
	});
}
