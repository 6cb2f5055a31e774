import { written } from "../ipvs/ipvsadm-options.ts";
import type { Arguments } from "./read-arguments.ts";
import type { Call } from "./script/read-script.ts";

/** What is told of threads by which directors tell each other of connections. */
export const aboutSyncs =
	"directors tell each other of connections where a cluster has several, and rules name one; declare the second in `directors`";

/** The remark on a call of ipvsadm that adds no rule. Undefined if the call leaves the table as it is. */
export function otherCommand(
	given: Arguments,
	{ input, hasHereDocument }: Call,
	hasRules: boolean,
): string | undefined {
	if (given.size === 0) return undefined; // it lists
	const command = ["edit", "delete"]
		.flatMap((verb) => [`${verb}-service`, `${verb}-server`])
		.find((name) => given.has(name));
	if (command !== undefined)
		return `${written(command)} changes or deletes a rule, and only -A and -a are read; write the rules as they are in the end`;
	if (given.has("clear"))
		return hasRules
			? "-C deletes the rules above, which are declared all the same; leave out rules that are not in the table at the end"
			: undefined;
	if (given.has("restore"))
		return hasHereDocument
			? undefined
			: input === undefined
				? "-R reads rules from elsewhere; import those"
				: `-R reads its rules from ${input}; import that file`;
	if (
		["list", "save", "zero", "help", "version"].some((name) => given.has(name))
	)
		return undefined;
	return given.has("start-daemon") || given.has("stop-daemon")
		? aboutSyncs
		: "it has no -A and no -a, so it adds no rule";
}
