import type { AddressPlace, Desired } from "../../model/desired.ts";
import { runDirectory } from "../../model/run-directory.ts";
import { isVirtualRouter } from "../../model/virtual-router.ts";
import { hostPrefix, widerPrefix } from "../../model/written-address.ts";
import { sh } from "../../ssh/shell.ts";
import { parseAddressLine } from "../address-line.ts";
import { isOurs, noSuchAddress } from "../address-note.ts";
import { concerning } from "../concerning.ts";
import { deviceFor } from "../device-for.ts";
import type { FoundAddress } from "../found-state.ts";
import { keepsFile } from "../keeps-file.ts";
import type { Observed } from "../observed.ts";
import type { Step } from "../step.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** IPv4 addresses with their prefix, each on the device where it belongs. */
export const addresses: Kind<"addresses"> = {
	title: "address",
	localise: { never: "addresses, and the kernel's own names of devices" },
	probe:
		() => `for path in /sys/class/net/*; do echo "device \${path##*/}"; done
ip -o -4 address show`,
	parse: ({ lines }) => ({
		devices: lines.flatMap((line) =>
			line.startsWith("device ") ? [line.slice("device ".length)] : [],
		),
		list: lines.flatMap((line) => {
			const found = parseAddressLine(line);
			return found === undefined
				? []
				: [{ device: found.device, address: found.written }];
		}),
	}),
	plan: ({ owner, desired, observed }) => ({
		steps: {
			keep: keep(owner, desired, observed),
			withdraw: move(desired, observed),
		},
		unit: Object.entries(desired.addresses)
			.filter(
				([address, where]) =>
					!isOn(address, where, desired, observed.addresses),
			)
			.map(([address]) => `${address} is missing`),
	}),
	noted: {
		found: (address, { desired, observed }) =>
			stayedOf(desired, observed).some((found) => found.address === address)
				? noSuchAddress
				: (concerning(desired, observed.addresses.list).find(
						(found) => found.address === address,
					)?.device ?? noSuchAddress),
		untilDropped: true,
		// as the only director it serves until several directors agree who has the VIP
		waits: ({ desired, observed }) =>
			desired.failover !== undefined && !isAgreed(desired, observed),
	},
	takenBackBy: "our unit",
	giveBack: (found, { desired, observed }) => ({
		withdraw: Object.entries(found).flatMap(([address, was]) =>
			concerning(desired, observed.addresses.list)
				.filter(
					(at) =>
						at.address === address &&
						at.device !== was &&
						!(isVip(address, desired) && isAgreed(desired, observed)),
				)
				.map((at) => withdraw(at, "as it was found")),
		),
	}),
	left: (found = {}, { addresses: { list }, neighbours }) =>
		list
			.filter(
				({ address, device }) =>
					found[address] === device && !(address in neighbours.addresses),
			)
			.map(
				({ address, device }) =>
					`address ${address} on ${device}: it was there before us; ip address del ${address} dev ${device} takes it away`,
			),
	live: ({ declared, observed }) =>
		liveEach(declared.addresses, (address, where) => {
			if (!isOn(address, where, declared, observed.addresses)) return undefined;
			const also = strays(address, where, declared, observed);
			// nobody can declare such a place: it is only for people who read the drift
			return [where, ...also.map(({ device }) => device)].join(
				" and ",
			) as AddressPlace;
		}),
};

export const addressSteps: Actions<"keep-address" | "withdraw"> = {
	"keep-address": {
		describe: ({ address, device }) => `keep ${address} on ${device}`,
		// An address with another prefix is another address. `failover down` leaves it there, and `director start` replaces it.
		render: ({ recordName, address, device }) =>
			sh`{ mkdir -p ${runDirectory(recordName)} && : >${keepsFile(recordName)} && ip address replace ${widerPrefix(address)} dev ${device} noprefixroute; }`,
	},
	withdraw: {
		describe: ({ address, device }) => `remove ${address} from ${device}`,
		render: ({ address, device }) =>
			sh`ip address del ${address} dev ${device}`,
	},
};

/** The director that stays alone keeps the VIP while its agreement with the other directors is stopped. */
function keep(owner: string, desired: Desired, observed: Observed): Step[] {
	return stayedOf(desired, observed).map(({ address, device }) => ({
		kind: "keep-address",
		recordName: owner,
		address,
		device,
		because: "it stays here when this is the only director",
	}));
}

/** Declared addresses that this director has by an agreement with other directors, and that it has alone from now on. */
function stayedOf(
	desired: Desired,
	{ addresses: { list }, record }: Observed,
): readonly FoundAddress[] {
	if (desired.failover !== undefined || !record?.sole?.some(isVirtualRouter))
		return [];
	return list.filter(
		({ address, device }) =>
			desired.addresses[address] !== undefined &&
			record.addresses[address] === undefined &&
			device !== "lo",
	);
}

/** Removes an address of ours from devices where it does not belong. */
function move(desired: Desired, observed: Observed): Step[] {
	return Object.entries(desired.addresses).flatMap(([address, where]) =>
		strays(address, where, desired, observed).map((found) =>
			withdraw(found, "it belongs on another device"),
		),
	);
}

/** An address of ours on other devices: an earlier declaration wanted it there, or somebody added it. */
function strays(
	address: string,
	where: AddressPlace,
	desired: Desired,
	{ addresses: { list }, record }: Observed,
): readonly FoundAddress[] {
	const device = deviceFor(desired, where, list);
	return isOurs(record?.addresses[address])
		? concerning(desired, list).filter(
				(found) => found.address === address && found.device !== device,
			)
		: [];
}

/** Whether the VIP is present or absent as this director and the others agreed: it comes and goes without our steps. */
function isAgreed({ failover }: Desired, { units }: Observed): boolean {
	return (
		failover !== undefined &&
		(failover.unit === undefined || units[failover.unit]?.active === true)
	);
}

function isVip(address: string, { vip }: Desired): boolean {
	return vip !== undefined && address === hostPrefix(vip);
}

function withdraw({ address, device }: FoundAddress, because: string): Step {
	return { kind: "withdraw", address, device, because };
}

function isOn(
	address: string,
	where: AddressPlace,
	desired: Desired,
	{ list }: Observed["addresses"],
): boolean {
	const device = deviceFor(desired, where, list);
	return list.some(
		(found) => found.address === address && found.device === device,
	);
}
