import type { Command } from "commander";
import { stackVerb } from "./stack-verb.ts";

export default function up(command: Command): void {
	stackVerb(command, {
		verb: "up",
		startLab: true,
		labFlags: ["--yes", "--skip-preview"],
	});
}
