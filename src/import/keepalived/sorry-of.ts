import { endpointOf } from "../configuration/addresses-of.ts";
import type { Forwarded } from "../configuration/forwarded.ts";
import { leaveOut, type Notes, refuse } from "../configuration/notes.ts";
import { type SorryFor, sorryAt } from "../configuration/sorry-at.ts";
import { placeOf } from "../place-of.ts";
import type { ReadPart, ReadService, ReadSorry } from "../read-rules.ts";
import { forwardingOf } from "./forwarding-of.ts";
import { wholeNumber } from "./numbers.ts";
import { onPorts } from "./on-ports.ts";
import { quorumOf } from "./quorum-of.ts";
import type { FoundServer } from "./read-real-server.ts";
import type { Settings } from "./sort-out.ts";

export function sorryOf(
	settings: Settings,
	service: SorryFor & { readonly forwarded: Forwarded },
	notes: Notes,
): ReadPart<ReadSorry> | undefined {
	const sorry = settings.last("sorry_server");
	if (sorry === undefined) return undefined;
	const give = (reason: string) => {
		refuse(notes, sorry, reason);
		return undefined;
	};
	const endpoint = endpointOf(sorry.values);
	if (typeof endpoint === "string") return give(endpoint);
	const method = settings.last("sorry_server_lvs_method");
	const forwarded =
		method === undefined ? service.forwarded : forwardingOf(method);
	if (typeof forwarded === "string") return give(forwarded);
	return sorryAt(
		{ ...placeOf(sorry), ...endpoint, forwarded },
		service,
		onPorts,
		notes,
	);
}

export function quorumIn(
	settings: Settings,
	servers: readonly FoundServer[],
	hasSorry: boolean,
	notes: Notes,
): ReadService["quorum"] {
	const quorum = settings.last("quorum");
	const hysteresis = settings.last("hysteresis");
	const place = quorum ?? hysteresis;
	if (place === undefined) return undefined;
	if (!hasSorry) {
		// without a sorry server it only decides which programs keepalived runs
		for (const each of [quorum, hysteresis])
			if (each !== undefined) leaveOut(notes, each.keyword, each);
		return undefined;
	}
	const [least, slack] = [
		quorum === undefined ? 1 : wholeNumber(quorum),
		hysteresis === undefined ? 0 : wholeNumber(hysteresis),
	];
	const value =
		typeof least === "string"
			? least
			: typeof slack === "string"
				? slack
				: quorumOf(
						least,
						slack,
						servers.map(({ weight }) => weight),
					);
	if (typeof value === "string") {
		refuse(notes, place, value);
		return undefined;
	}
	return value === 1 ? undefined : { ...placeOf(place), value };
}
