import { sh } from "../ssh/shell.ts";
import { agentsOf } from "./agents-of.ts";
import type { DrillEvent } from "./drill-event.ts";
import { refusal } from "./refusal.ts";
import type { Stage } from "./stage.ts";

const befalls = "director";

/** The events for our agents on a director: those that check real servers, and those that agree with other directors. */
export const agentEvents = {
	kill: agentEvent(
		"our agents on a director are killed, and start again by themselves",
		"killed",
		(units) => sh`systemctl kill -s KILL ${units}`,
	),
	restart: agentEvent(
		"our agents on a director are restarted",
		"restarted",
		(units) => sh`systemctl restart ${units}`,
	),
} as const satisfies Record<string, DrillEvent>;

function agentEvent(
	means: string,
	done: string,
	begin: (units: readonly string[]) => string,
): DrillEvent {
	return {
		means,
		befalls,
		takesUnit: true,
		plan(stage) {
			const units = agentsThere(stage);
			return {
				by: "script",
				machine: stage.machine,
				begin: begin(units),
				end: sh`systemctl start --no-block ${units}`,
				lasts: false,
				says: `has ${units.join(", ")} ${done}`,
				byHand: `systemctl start ${units.join(" ")}`,
			};
		},
	};
}

/** @throws DeclarationError if no agent runs there. */
function agentsThere({ machine, unit }: Stage): string[] {
	const { component, name, desired } = machine;
	const there = agentsOf(component).filter((each) => each in desired.units);
	if (there.length === 0)
		throw refusal(
			name,
			"no agent of ours runs on it: its cluster declares neither a check nor a second director",
		);
	const asked = unit?.replace(/\.service$/, "");
	if (asked !== undefined && !there.includes(asked))
		throw refusal(
			name,
			`${asked} is no agent of ours; there are ${there.join(", ")}`,
		);
	return asked === undefined ? there : [asked];
}
