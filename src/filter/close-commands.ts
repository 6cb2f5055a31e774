import type { Command } from "./open-commands.ts";
import type { Closing } from "./opening.ts";

/** The commands of the owner that take openings away, now and for every boot. */
export function closeCommands(closings: readonly Closing[]): Command[] {
	const keepers = new Map<string, string[]>();
	const ufw = closings.flatMap((closing): Command[] => {
		if (closing.by === "ufw")
			return [
				["ufw", ...closing.command.split(" "), "comment", closing.comment],
			];
		const rules = keepers.get(closing.keeper) ?? [];
		keepers.set(closing.keeper, [...rules, closing.rule]);
		return [];
	});
	return [
		...ufw,
		...[...keepers].flatMap(([keeper, rules]): Command[] => {
			const words = [
				keeper,
				...rules.map((rule) => `--remove-rich-rule=${rule}`),
			];
			return [
				["firewall-cmd", "--permanent", ...words],
				["firewall-cmd", ...words],
			];
		}),
	];
}
