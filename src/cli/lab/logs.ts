import type { Command } from "commander";

export default function logs(parent: Command): void {
	parent.command("logs");
}
