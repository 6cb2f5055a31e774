import type { Command } from "commander";

export default function status(parent: Command): void {
	parent.command("status");
}
