import type { Command } from "commander";

export default function doctor(command: Command): void {
	command.action(() => {});
}
