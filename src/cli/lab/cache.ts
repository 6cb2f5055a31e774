import type { Command } from "commander";

export default function cache(parent: Command): void {
	parent.command("cache");
}
