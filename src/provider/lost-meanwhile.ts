import { formatSelector, parseSelector } from "../model/answer-route.ts";
import type { Desired } from "../model/desired.ts";
import { addressOf } from "../model/written-address.ts";
import { isKnown } from "./read-desired.ts";

/**
 * Requests or answers that a real server no longer takes or sends after this change, while the director still uses it: the director changes after all real
 * servers. A note for the preview. Undefined: there are none.
 */
export function lostMeanwhile(
	before: Desired,
	now: Desired,
): string | undefined {
	if (!isKnown(before) || !isKnown(now)) return undefined;
	const addresses = lostAddresses(before, now);
	const ports = lostPorts(before, now);
	const tunnels = lostTunnels(before, now);
	const served = lostKeys(before.serves, now.serves);
	const passages = lostKeys(before.filters, now.filters);
	const what = [
		...(addresses.length === 0
			? []
			: [`takes no packets for ${addresses.join(", ")}`]),
		...(ports.length === 0
			? []
			: [`sends no answers of ${ports.join(", ")} back through the director`]),
		...(tunnels.length === 0
			? []
			: [`takes no packets by its tunnel (${tunnels.join(", ")})`]),
		...(served.length === 0
			? []
			: [`serves no page on port ${served.join(", ")}`]),
		...(passages.length === 0
			? []
			: [`has its filter open no longer for ${passages.join("; ")}`]),
	];
	if (what.length === 0) return undefined;
	return `it ${what.join(" and ")} from now on, and the director changes after all real servers: requests and held connections of these are lost until it has changed too, whatever drainSeconds says; do it at a quiet time`;
}

/** A machine that is a director too may keep it in that role. */
function lostAddresses(before: Desired, now: Desired): string[] {
	return before.directs
		? []
		: Object.keys(before.addresses)
				.filter((address) => now.addresses[address] === undefined)
				.map(addressOf);
}

/** Answers that are only chosen by their mark are those of the same ports. */
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

/** Tunnels whose packets it unwraps no longer: device, or UDP port. */
function lostTunnels(before: Desired, now: Desired): string[] {
	return [
		...lostKeys(before.devices, now.devices),
		...lostKeys(before.receivers, now.receivers).map(
			(port) => `UDP port ${port}`,
		),
	];
}

function lostKeys(before: object = {}, now: object = {}): string[] {
	return Object.keys(before).filter((key) => !(key in now));
}
