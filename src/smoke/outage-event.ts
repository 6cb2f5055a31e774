import type { DrillEvent } from "../drill/drill-event.ts";
import { events } from "../drill/events.ts";
import type { DeclarationError } from "../errors.ts";
import { didYouMean } from "../model/nearest.ts";

/**
 * The event that an outage names.
 *
 * @param lab the folder of the lab. Undefined: machines are the user's own
 * @throws DeclarationError if there is no such event, or it is only for labs.
 */
export function outageEvent(
	name: string,
	lab: string | undefined,
	wrong: (path: string, message: string) => DeclarationError,
): DrillEvent {
	const known = Object.entries(events).flatMap(([group, actions]) =>
		Object.entries(actions).map(
			([action, event]) => [`${group} ${action}`, event] as const,
		),
	);
	const [, event] = known.find(([each]) => each === name) ?? [];
	if (event === undefined)
		throw wrong(
			"event",
			name === "up"
				? "`up` runs this check, and cannot be its event; rehearse it with `lvsctl drill up`"
				: `no such event${didYouMean(
						String(name),
						known.map(([each]) => each),
					)}; lvsctl drill --list says which there are`,
		);
	if (event.labsOnly !== undefined && lab === undefined)
		throw wrong(
			"event",
			`${name} is only for machines of a lab: ${event.labsOnly}. lvsctl drill --list says which events are not`,
		);
	return event;
}
