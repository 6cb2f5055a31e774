import type { Command } from "commander";
import { stackVerb } from "./stack-verb.ts";

export default function refresh(command: Command): void {
	stackVerb(command, {
		verb: "refresh",
		startLab: false,
		labFlags: ["--yes", "--skip-preview", "--diff"],
	});
}
