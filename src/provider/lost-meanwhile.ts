import { formatSelector, parseSelector } from "../model/answer-route.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/written-address.ts";
import { isKnown } from "./read-desired.ts";

/**
 * What a real server takes or answers no more after this change, while the director still sends it: the director changes after all of them. A note
 * for the preview; undefined: nothing.
 */
export function lostMeanwhile(
	before: Desired,
	now: Desired,
): string | undefined {
	if (!isKnown(before) || !isKnown(now)) return undefined;
	const addresses = lostAddresses(before, now);
	const ports = lostPorts(before, now);
	if (addresses.length + ports.length === 0) return undefined;
	const what = [
		...(addresses.length === 0
			? []
			: [`takes no packets for ${addresses.join(", ")}`]),
		...(ports.length === 0
			? []
			: [`sends no answers of ${ports.join(", ")} back through the director`]),
	];
	return `it ${what.join(" and ")} from now on, and the director changes after all real servers: requests and held connections of these are lost until it has changed too, whatever drainSeconds says; do it at a quiet time`;
}

/** A machine that is a director too may have it in that role from now on. */
function lostAddresses(before: Desired, now: Desired): string[] {
	return before.directs
		? []
		: Object.keys(before.addresses)
				.filter((address) => now.addresses[address] === undefined)
				.map(addressOf);
}

/** Answers that are chosen by their mark alone are those of the same ports. */
function lostPorts(before: Desired, now: Desired): string[] {
	return Object.keys(before.routes).flatMap((text) => {
		const selector = parseSelector(text);
		if (selector?.by !== "source" || text in now.routes) return [];
		const { protocol, port } = selector;
		return formatSelector({ ...selector, port: "all" }) in now.routes
			? []
			: [port === "all" ? `all ${protocol} ports` : `${protocol} port ${port}`];
	});
}
