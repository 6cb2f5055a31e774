import type { Rule, Table } from "../ipvs/rule.ts";

/** Address of a real server -> when its drain ends. */
type Drained = Readonly<Record<string, number>>;

/** A rule while an operator keeps some real servers drained: theirs have weight 0, whatever is declared. */
export function underDrains(rule: Rule, drained: Drained): Rule {
	return rule.kind === "server" && rule.address.text in drained
		? { ...rule, weight: 0 }
		: rule;
}

/** All rules of a table while these drains last. */
export function withDrains(table: Table, drained: Drained): Table {
	return Object.keys(drained).length === 0
		? table
		: new Map(
				[...table].map(([key, rule]) => [key, underDrains(rule, drained)]),
			);
}
