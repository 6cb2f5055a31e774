import type { FoundUnit } from "../found-state.ts";

/** What a record notes of a unit that was there before us. */
export type UnitBefore = Pick<
	FoundUnit,
	"exists" | "masked" | "enabled" | "active"
>;

/** The words of a record for a unit: `absent`, `masked`, `enabled active`. */
export function formatUnit(unit: UnitBefore | undefined): string {
	if (unit?.masked) return "masked";
	if (!unit?.exists) return "absent";
	return `${unit.enabled ? "enabled" : "disabled"} ${unit.active ? "active" : "inactive"}`;
}

export function parseUnit(words: string): UnitBefore {
	const [first, second] = words.split(" ");
	return {
		exists: first !== "absent",
		masked: first === "masked",
		enabled: first === "enabled",
		active: second === "active",
	};
}
