import {
	closeCommands,
	formatCommand,
	openCommands,
} from "../../filter/owner-commands.ts";
import { sh } from "../../ssh/shell.ts";
import type { Actions } from "./kind.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

/** Takes rules away. A rule is gone too if its program, zone or policy is gone. */
const closeFilter = shellFunction(
	"close_filter",
	{},
	() => `# command... of ufw or firewalld
	command -v "$1" >/dev/null || return 0
	"$@" </dev/null >&2 || case $1,$? in
	firewall-cmd,112 | firewall-cmd,140 | firewall-offline-cmd,112 | firewall-offline-cmd,140) ;;
	firewall-cmd,252) # it does not run: what it keeps is in its files
		[ "$2" = --permanent ] || return 0
		shift 2
		close_filter firewall-offline-cmd "$@" ;;
	*) return 1 ;;
	esac`,
);

/** How long a rule may take: for each rule, ufw and firewalld start a program. */
const commandSeconds = 2;

export const filterSteps: Actions<"open" | "close"> = stepsWith(
	{ closeFilter },
	(call) => ({
		open: {
			describe: ({ openings }) =>
				openCommands(openings).map(formatCommand).join("; "),
			render: ({ openings, recordName }) =>
				openCommands(openings, recordName)
					.map((command) => sh`${command} </dev/null >&2`)
					.join(" && "),
			seconds: (steps) =>
				steps.flatMap(({ openings }) => openings).length * commandSeconds,
		},
		close: {
			describe: ({ closings }) =>
				closeCommands(closings).map(formatCommand).join("; "),
			render: ({ closings }) =>
				closeCommands(closings)
					.map((command) => sh`${call.closeFilter} ${command}`)
					.join(" && "),
			seconds: (steps) =>
				steps.flatMap(({ closings }) => closings).length * commandSeconds,
		},
	}),
);
