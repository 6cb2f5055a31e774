import { commandLine } from "../../ipvs/command.ts";
import { ruleKey } from "../../ipvs/rule.ts";
import { sh } from "../../ssh/shell.ts";
import type { Actions } from "./kind.ts";

export const ruleSteps: Actions<"ipvs" | "drain"> = {
	ipvs: {
		describe: ({ commands }) =>
			`ipvsadm ${commands.map(commandLine).join("; ")}`,
		render: ({ commands, reschedules }) =>
			reschedules === undefined
				? sh`printf '%s\\n' ${commands.map(commandLine)} | ipvsadm -R`
				: sh`unrefused ${reschedules} ${commands.map(commandLine)}`,
	},
	drain: {
		describe: ({ servers, seconds }) =>
			`drain ${servers.map(ruleKey).join(", ")} for up to ${seconds} s`,
		render: ({ owner, seconds, servers }) =>
			[
				sh`printf '%s\\n' ${servers.map((rule) => commandLine({ verb: "edit", rule }))} | ipvsadm -R`,
				sh`drain ${owner} ${seconds} ${servers.map(ruleKey)}`,
			].join(" && "),
	},
};
