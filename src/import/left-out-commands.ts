import { placeOf } from "./place-of.ts";
import type { OtherCommand, Unread } from "./script/read-script.ts";

/** All commands of a script that add no rule, in one line. */
export function leftOutCommands(others: readonly OtherCommand[]): Unread[] {
	const [first] = others;
	if (first === undefined) return [];
	const lines = new Map<string, number[]>();
	for (const { command, line } of others)
		lines.set(command, [...(lines.get(command) ?? []), line]);
	return [
		{
			...placeOf(first),
			text: [...lines]
				.map(([command, at]) => `${command} (${[...new Set(at)].join(", ")})`)
				.join(", "),
			reason:
				"left out: no command of ipvsadm; the VIP on its hosts, and the sysctls and modules that a cluster needs, are set by `up`",
		},
	];
}
