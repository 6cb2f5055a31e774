import type { Command } from "commander";

export default function env(command: Command): void {
	command.action(() => {});
}
