import {
	type Ipv4,
	type LinkAddress,
	parseIpv4,
	parseLinkAddress,
	specialUse,
} from "./address.ts";
import { asWritten } from "./as-written.ts";
import { connectLimits } from "./connect-limits.ts";
import { isIpv6, noIpv6 } from "./ipv6.ts";
import type { ReadLeaf } from "./leaf.ts";
import { wanted } from "./wanted.ts";

/** Links larger than /8 and smaller than /30 hold no cluster. */
const prefixLengths = { default: 24, min: 8, max: 30 };

const readHostAddress =
	(expected: string, advice: string): ReadLeaf<Ipv4> =>
	(value) => {
		if (typeof value !== "string") return { problem: wanted(expected, value) };
		const address = parseIpv4(value);
		if (address === undefined) {
			if (isIpv6(value)) return { problem: noIpv6(expected) };
			return {
				problem: value.includes("/")
					? `${asWritten(value)} has a prefix; ${advice}`
					: `${asWritten(value)} is not an IPv4 address; write ${expected}`,
			};
		}
		const use = specialUse(address);
		return use === undefined
			? { value: address }
			: { problem: `${address} is ${use}; write an address a host can have` };
	};

export const readVip = readHostAddress(
	'an IPv4 address like "172.18.0.70"',
	'write the VIP without it, like "172.18.0.70": every host gets it as /32',
);

export const readRealServerAddress = readHostAddress(
	'an IPv4 address like "172.18.0.67"',
	'write the address without it, like "172.18.0.67": the link is that of the director',
);

export const readGateway = readHostAddress(
	'an IPv4 address like "10.0.0.250"',
	'write the address without it, like "10.0.0.250": the link is that of the directors',
);

/** An address that moves with the VIP. */
export const readMoved = readHostAddress(
	'an IPv4 address like "10.0.0.5"',
	'write the address without it, like "10.0.0.5": the link is that of the VIP',
);

const readBareDirectorAddress = readHostAddress(
	'an IPv4 address like "172.18.0.66/24"',
	`write an IPv4 address and a prefix from /${prefixLengths.min} to /${prefixLengths.max}, like "172.18.0.66/24"`,
);

export const readDirectorAddress: ReadLeaf<LinkAddress> = (value) => {
	const link = typeof value === "string" ? parseLinkAddress(value) : undefined;
	if (
		link !== undefined &&
		(link.prefixLength < prefixLengths.min ||
			link.prefixLength > prefixLengths.max)
	) {
		return {
			problem: `a link of /${link.prefixLength} holds no cluster; write a prefix from /${prefixLengths.min} to /${prefixLengths.max}`,
		};
	}
	const bare = readBareDirectorAddress(link?.address ?? value);
	if ("problem" in bare) return bare;
	const prefixLength = link?.prefixLength ?? prefixLengths.default;
	return { value: { address: bare.value, prefixLength } };
};

export const readWholeNumber = (min: number, max: number): ReadLeaf<number> =>
	readNumber("a whole number", min, max, Number.isInteger);

/** A fraction is allowed: a host on the same link answers within a second. */
export const readConnectSeconds: ReadLeaf<number> = readNumber(
	"a number of seconds",
	connectLimits.least,
	connectLimits.most,
	Number.isFinite,
);

/** A number within limits that passes `isOne`. */
export function readNumber(
	what: string,
	min: number,
	max: number,
	isOne: (value: unknown) => boolean,
): ReadLeaf<number> {
	return (value) => {
		const expected = `${what} from ${min} to ${max}`;
		if (typeof value === "string" && /^\d{1,10}$/.test(value)) {
			return {
				problem: `expected ${expected}, got a string; write ${Number(value)} without quotes`,
			};
		}
		return isOne(value) && Number(value) >= min && Number(value) <= max
			? { value: Number(value) || 0 } // -0 is 0
			: { problem: wanted(expected, value) };
	};
}

export const readPort = readWholeNumber(1, 65535);
/** Upstream ipvsadm takes 0 to 65535. */
export const readWeight = readWholeNumber(0, 65535);

export const readBoolean: ReadLeaf<boolean> = (value) =>
	typeof value === "boolean"
		? { value }
		: { problem: wanted("true or false", value) };

export const readInterface: ReadLeaf<string> = (value) => {
	if (typeof value !== "string")
		return { problem: wanted('the name of an interface like "eth1"', value) };
	// The kernel allows more; these are safe in every file and command we write.
	return /^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/.test(value) && value !== "lo"
		? { value }
		: {
				problem: `${asWritten(value)} cannot be the interface of a link; write its name as "ip link" shows it, like "eth1"`,
			};
};
