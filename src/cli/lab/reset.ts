import type { Command } from "commander";

export default function reset(parent: Command): void {
	parent.command("reset");
}
