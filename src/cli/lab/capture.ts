import type { Command } from "commander";

export default function capture(parent: Command): void {
	parent.command("capture");
}
