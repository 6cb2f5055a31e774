import type { Desired } from "../model/desired.ts";
import { linkSettingOf, setOnLinks } from "../model/link-sysctl.ts";
import { isSilent } from "../model/silence.ts";
import { forwarding } from "./forwarding.ts";
import type { Observed } from "./observed.ts";

/**
 * Why a sysctl of ours does not go back to what was found: others now need it, or have set it. Undefined: it goes back.
 *
 * @param desired what was declared last. A sysctl that is not in it was not looked at, unless it is one of a link.
 */
export function neededByOthers(
	key: string,
	was: string,
	desired: Desired,
	observed: Observed,
): string | undefined {
	const is = observed.sysctls[key];
	if (is === was) return undefined;
	return (
		forwards(key, was, observed) ??
		keepsSilent(key, is, desired, observed) ??
		balances(key, is, observed) ??
		setSince(key, is, desired)
	);
}

function forwards(
	key: string,
	was: string,
	{ forwarders }: Observed,
): string | undefined {
	const forwarded = key === forwarding || linkSettingOf(key) === "forwarding";
	return forwarded && was === "0" && forwarders.length > 0
		? `others now forward packets here (${forwarders.join(", ")})`
		: undefined;
}

/** An address on lo or a dummy device that is not ours may be another VIP, for which the link must not answer either. */
function keepsSilent(
	key: string,
	is: string | undefined,
	desired: Desired,
	{ addresses, record, neighbours }: Observed,
): string | undefined {
	const setting = linkSettingOf(key);
	// a link that is gone has no setting to keep
	if (setting === undefined || !isSilent(setting) || is === undefined)
		return undefined;
	const ours = {
		...desired.addresses,
		...record?.addresses,
		...neighbours.addresses,
	};
	const others = addresses.list.filter(
		({ address, device }) =>
			/^(lo|dummy.*)$/.test(device) &&
			!address.startsWith("127.") &&
			!(address in ours),
	);
	return others.length === 0
		? undefined
		: `neighbours must not learn ${others.map(({ address, device }) => `${address} on ${device}`).join(", ")}, which is not ours`;
}

/** Services by a mark are left out: one of them is the list of our checks. */
function balances(
	key: string,
	is: string | undefined,
	{ ipvs, record, neighbours }: Observed,
): string | undefined {
	if (!key.startsWith("net.ipv4.vs.") || is === undefined) return undefined;
	const ours = new Set(record?.ipvs);
	const others = [...ipvs].flatMap(([service, rule]) =>
		rule.kind === "service" &&
		rule.match.protocol !== "fwmark" &&
		!ours.has(service) &&
		neighbours.services[service] === undefined
			? [service]
			: [],
	);
	return others.length === 0
		? undefined
		: `IPVS has services that are not ours (${others.join(", ")})`;
}

function setSince(
	key: string,
	is: string | undefined,
	{ sysctls }: Desired,
): string | undefined {
	const setting = linkSettingOf(key);
	const ours = setting === undefined ? sysctls[key] : setOnLinks[setting];
	return is === undefined || ours === undefined || is === ours
		? undefined
		: `somebody has set it to ${is} since`;
}
