import { commentOf, type Opening } from "./opening.ts";

/** A program and its arguments. */
export type Command = readonly string[];

/**
 * The commands of the owner that let packets through, now and after every boot. firewalld has two sets of rules: both get the rule, so
 * that it need not read the permanent one again, which would drop what others have opened for now alone.
 *
 * @param owner the record for which it is opened. Default: people do it.
 */
export function openCommands(
	openings: readonly Opening[],
	owner?: string,
): Command[] {
	const keepers = new Map<string, string[]>();
	const comment = owner === undefined ? [] : ["comment", commentOf(owner)];
	const ufw = openings.flatMap((opening): Command[] => {
		if (opening.by === "ufw")
			return [["ufw", ...opening.rule.split(" "), ...comment]];
		const rules = keepers.get(opening.keeper) ?? [];
		keepers.set(opening.keeper, [...rules, opening.rule]);
		return [];
	});
	return [
		...ufw,
		...[...keepers].flatMap(([keeper, rules]): Command[] => {
			const words = [keeper, ...rules.map((rule) => `--add-rich-rule=${rule}`)];
			return [
				["firewall-cmd", "--permanent", ...words],
				["firewall-cmd", ...words],
			];
		}),
	];
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
