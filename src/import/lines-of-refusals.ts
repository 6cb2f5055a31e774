import type { Refusal } from "./door-refusals.ts";
import { healthParts, notDeclared, type ReadService } from "./read-rules.ts";
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

/** Each refused rule is reported once, with every reason. */
export function linesOfRefusals(refusals: readonly Refusal[]): Unread[] {
	const whole = wholeOf(refusals);
	const reasons = new Map<Place, Set<string>>();
	for (const { service, server, part, reason } of refusals) {
		const isPart = server !== undefined || part !== undefined;
		if (isPart && whole.has(service)) continue;
		const place = server ?? (part && service[part]) ?? service;
		reasons.set(place, (reasons.get(place) ?? new Set()).add(reason));
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

export function placeOf({ file, line, text }: Place): Place {
	return { ...(file === undefined ? {} : { file }), line, text };
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
