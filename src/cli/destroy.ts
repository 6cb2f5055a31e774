import type { Command } from "commander";
import { stackVerb } from "./stack-verb.ts";

export default function destroy(command: Command): void {
	stackVerb(command, {
		verb: "destroy",
		startLab: false,
		labFlags: ["--yes", "--skip-preview"],
	});
}
