import { portIn } from "../configuration/addresses-of.ts";
import { leaveOut, type Notes, refuse } from "../configuration/notes.ts";
import { type SorryFor, sorryAt } from "../configuration/sorry-at.ts";
import { placeOf } from "../place-of.ts";
import type { ReadPart, ReadService, ReadSorry } from "../read-rules.ts";
import { fallbackWords } from "./fallback-words.ts";
import { forwardedAs, onPorts } from "./forwarded-as.ts";
import { hostOf } from "./host-of.ts";
import type { Directive } from "./sort-directives.ts";

/**
 * The server that serves while all real servers are down.
 *
 * @param isAsked whether ldirectord asks the real servers: otherwise none is ever down
 */
export function fallbackOf(
	fallback: Directive | undefined,
	service: SorryFor,
	isAsked: boolean,
	notes: Notes,
): ReadService["sorry"] {
	if (fallback === undefined) return undefined;
	if (!isAsked) {
		leaveOut(notes, "fallback where nothing is checked", fallback);
		return undefined;
	}
	return readFallback(fallback, service, notes);
}

function readFallback(
	fallback: Directive,
	service: SorryFor,
	notes: Notes,
): ReadPart<ReadSorry> | undefined {
	const give = (reason: string) => {
		refuse(notes, fallback, reason);
		return undefined;
	};
	const { place, forwarding } = fallbackWords(fallback.value);
	const forwarded = forwardedAs(forwarding);
	if (forwarded === undefined) throw new Error("its words have been read");
	const [, host = place, portName = "0"] = /^(.*?):([\w-]+)$/.exec(place) ?? [];
	const found = hostOf(host);
	if (typeof found === "string") return give(found);
	const port = portIn(portName);
	if (typeof port === "string") return give(port);
	return sorryAt(
		{ ...placeOf(fallback), ...found, port, forwarded },
		service,
		onPorts,
		notes,
	);
}
