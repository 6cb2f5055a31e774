import type { Command } from "commander";
import cache from "./cache.ts";
import capture from "./capture.ts";
import down from "./down.ts";
import exec from "./exec.ts";
import logs from "./logs.ts";
import newLab from "./new.ts";
import reboot from "./reboot.ts";
import reset from "./reset.ts";
import ssh from "./ssh.ts";
import status from "./status.ts";
import up from "./up.ts";

/** `lvsctl lab …`, with one file for each verb. Each verb loads its other modules only when it runs. */
export default function lab(command: Command): void {
	command.enablePositionalOptions();
	for (const verb of [
		...[
			newLab,
			up,
			down,
			status,
			exec,
			ssh,
			reset,
			reboot,
			logs,
			capture,
			cache,
		],
	])
		verb(command);
}
