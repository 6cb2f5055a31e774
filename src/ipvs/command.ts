import { formatAttributes, type Rule, ruleKey } from "./rule.ts";

/** One change of a rule in the kernel's table. */
export interface Command {
	readonly verb: "add" | "edit" | "delete";
	readonly rule: Rule;
}

const letters = {
	service: { add: "-A", edit: "-E", delete: "-D" },
	server: { add: "-a", edit: "-e", delete: "-d" },
} as const;

/** The line for `ipvsadm -R`: `-e -t 172.18.0.70:80 -r 172.18.0.67:80 -g -w 2`. A deletion has no attributes. */
export function commandLine({ verb, rule }: Command): string {
	const line = `${letters[rule.kind][verb]} ${ruleKey(rule)}`;
	return verb === "delete" ? line : `${line} ${formatAttributes(rule)}`;
}

/** The line of a rule as `ipvsadm -Sn` prints it, and as a rule file holds it. */
export function ruleLine(rule: Rule): string {
	return commandLine({ verb: "add", rule });
}
