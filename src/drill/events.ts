import { agentEvents } from "./agent-events.ts";
import { directorEvents } from "./director-events.ts";
import type { DrillEvent } from "./drill-event.ts";
import { realServerEvents } from "./real-server-events.ts";

/** The kind of machine -> the event -> its description. `up` has no machine. */
export const events: Readonly<
	Record<string, Readonly<Record<string, DrillEvent>>>
> = {
	"real-server": realServerEvents,
	director: directorEvents,
	agent: agentEvents,
};

/** An event by its two words. */
export type EventName =
	| `real-server ${keyof typeof realServerEvents}`
	| `director ${keyof typeof directorEvents}`
	| `agent ${keyof typeof agentEvents}`;

/** `lvsctl up`, which hits no particular machine. */
export const upEvent = {
	means: "lvsctl up, with the program as it is",
	befalls: "nobody",
} as const;
