import { type Closing, commentOf, type Opening } from "./opening.ts";

/** A program and its arguments. */
export type Command = readonly string[];

/**
 * The commands of the owner that let packets through, now and after every boot. firewalld has two sets of rules. Both get the rule, so that firewalld need not
 * reload the permanent set, which would drop temporary rules of others.
 *
 * @param owner the record for which it is opened. Default: people do it.
 */
export function openCommands(
	openings: readonly Opening[],
	owner?: string,
): Command[] {
	const comment = owner === undefined ? [] : ["comment", commentOf(owner)];
	return [
		...openings.flatMap((opening): Command[] =>
			opening.by === "ufw"
				? [["ufw", ...opening.rule.split(" "), ...comment]]
				: [],
		),
		...firewalldCommands(openings, "--add-rich-rule"),
	];
}

/** The commands of the owner that remove openings, now and for every boot. */
export function closeCommands(closings: readonly Closing[]): Command[] {
	return [
		...closings.flatMap((closing): Command[] =>
			closing.by === "ufw"
				? [["ufw", ...closing.command.split(" "), "comment", closing.comment]]
				: [],
		),
		...firewalldCommands(closings, "--remove-rich-rule"),
	];
}

/** All rules of one zone or policy in one command, once for its permanent rules and once for the present ones. */
function firewalldCommands(
	all: readonly (Opening | Closing)[],
	option: "--add-rich-rule" | "--remove-rich-rule",
): Command[] {
	const keepers = new Map<string, string[]>();
	for (const one of all)
		if (one.by === "firewalld")
			keepers.set(one.keeper, [...(keepers.get(one.keeper) ?? []), one.rule]);
	return [...keepers].flatMap(([keeper, rules]): Command[] => {
		const words = [keeper, ...rules.map((rule) => `${option}=${rule}`)];
		return [
			["firewall-cmd", "--permanent", ...words],
			["firewall-cmd", ...words],
		];
	});
}

/** A command as people write it. */
export function formatCommand(command: Command): string {
	return command
		.map((word) => {
			const [, option = "", value = ""] = /^(--[\w-]+=)?(.*)$/.exec(word) ?? [];
			return value.includes(" ") ? `${option}'${value}'` : word;
		})
		.join(" ");
}
