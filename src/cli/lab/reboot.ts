import type { Command } from "commander";

export default function reboot(parent: Command): void {
	parent.command("reboot");
}
