import { events, upEvent } from "../../drill/events.ts";
import { table } from "../table.ts";

/** Every event, what it does, and on which machines it is possible. */
export interface ListedEvent {
	readonly event: string;
	readonly means: string;
	/** Why it is possible only in labs. */
	readonly labsOnly?: string;
}

export function listEvents(): ListedEvent[] {
	return [
		...Object.entries(events).flatMap(([group, actions]) =>
			Object.entries(actions).map(([action, { means, labsOnly }]) => ({
				event: `${group} ${action}`,
				means,
				...(labsOnly === undefined ? {} : { labsOnly }),
			})),
		),
		{ event: "up", means: upEvent.means },
	];
}

/** The same for people to read. */
export function formatEvents(all: readonly ListedEvent[]): string {
	return table(
		["event", "what happens", "where"],
		all.map(({ event, means, labsOnly }) => [
			event,
			means,
			labsOnly === undefined ? "everywhere" : `labs: ${labsOnly}`,
		]),
	);
}
