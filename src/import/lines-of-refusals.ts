import type { Refusal } from "./door-refusals.ts";
import { placeOf } from "./place-of.ts";
import {
	healthParts,
	notDeclared,
	type ReadServer,
	type ReadService,
} from "./read-rules.ts";
import type { Place, Unread } from "./script/read-script.ts";

/** The services that are refused as a whole. */
export function wholeOf(
	refusals: readonly Refusal[],
): ReadonlySet<ReadService> {
	return new Set(
		refusals
			.filter(({ server, part }) => server === undefined && part === undefined)
			.map(({ service }) => service),
	);
}

/** The real servers that are refused as a whole. */
export function serversOf(
	refusals: readonly Refusal[],
): ReadonlySet<ReadServer> {
	return new Set(
		refusals.flatMap(({ server, limit }) =>
			server === undefined || limit !== undefined ? [] : [server],
		),
	);
}

/** Each refused rule is reported once, with every reason. */
export function linesOfRefusals(refusals: readonly Refusal[]): Unread[] {
	const whole = wholeOf(refusals);
	const reasons = new Map<Place, Set<string>>();
	const servers = serversOf(refusals);
	for (const { service, server, part, limit, reason } of refusals) {
		const isPart = server !== undefined || part !== undefined;
		if (isPart && whole.has(service)) continue;
		if (limit && server !== undefined && servers.has(server)) continue;
		const place =
			(limit && server?.limits?.[limit]) ??
			server ??
			(part && service[part]) ??
			service;
		const told =
			limit === undefined ? reason : `${reason}; declared without limits`;
		reasons.set(place, (reasons.get(place) ?? new Set()).add(told));
	}
	return [...reasons].flatMap(([place, all]) => {
		const reason = [...all].join("; ");
		return isService(place)
			? linesOfRefused(place, reason)
			: [{ ...placeOf(place), reason }];
	});
}

function isService(place: Place): place is ReadService {
	return "servers" in place;
}

/** A service that is refused, and its real servers, which go with it. */
export function linesOfRefused(service: ReadService, reason: string): Unread[] {
	const parts = healthParts.flatMap((part) => service[part] ?? []);
	return [
		{ ...placeOf(service), reason },
		...[...service.servers, ...parts].map((place) => ({
			...placeOf(place),
			reason: notDeclared(service),
		})),
	];
}
