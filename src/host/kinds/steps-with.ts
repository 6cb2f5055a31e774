import type { Step } from "../step.ts";
import type { Actions } from "./kind.ts";
import { type Calls, callsOf, type Functions } from "./shell-function.ts";

/** Steps whose shell text calls functions, by the names that `table` is given. */
export function stepsWith<Called extends Functions, Kinds extends Step["kind"]>(
	called: Called,
	table: (call: Calls<Called>) => Actions<Kinds>,
): Actions<Kinds> {
	const functions = Object.values(called);
	const actions = table(callsOf(called)) as Readonly<Record<string, object>>;
	return Object.fromEntries(
		Object.entries(actions).map(([kind, action]) => [
			kind,
			{ ...action, functions },
		]),
	) as unknown as Actions<Kinds>;
}
