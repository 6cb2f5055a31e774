import type { AddressPlace, Desired } from "../../model/desired.ts";
import { sh } from "../../ssh/shell.ts";
import { concerning } from "../concerning.ts";
import { deviceFor } from "../device-for.ts";
import type { FoundAddress, Observed } from "../observed.ts";
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
			const [, device, family, address] = line.trim().split(/\s+/);
			return device === undefined || family !== "inet" || address === undefined
				? []
				: [{ device, address }];
		}),
	}),
	plan: ({ desired, observed }) => ({
		steps: { withdraw: move(desired, observed) },
		unit: Object.entries(desired.addresses)
			.filter(
				([address, where]) =>
					!isOn(address, where, desired, observed.addresses),
			)
			.map(([address]) => `${address} is missing`),
	}),
	noted: {
		found: (address, { desired, observed }) =>
			concerning(desired, observed.addresses.list).find(
				(found) => found.address === address,
			)?.device ?? "absent",
		untilDropped: true,
		// as the only director it serves until those of several agree who has the VIP
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
						!(address === `${desired.vip}/32` && isAgreed(desired, observed)),
				)
				.map((at) => withdraw(at, "as it was found")),
		),
	}),
	live: ({ declared, observed }) =>
		liveEach(declared.addresses, (address, where) =>
			isOn(address, where, declared, observed.addresses) ? where : undefined,
		),
};

export const addressSteps: Actions<"withdraw"> = {
	withdraw: {
		describe: ({ address, device }) => `remove ${address} from ${device}`,
		render: ({ address, device }) =>
			sh`ip address del ${address} dev ${device}`,
	},
};

/** Removes an address of ours from a device where an earlier declaration wanted it. */
function move(desired: Desired, { addresses, record }: Observed): Step[] {
	const { list } = addresses;
	return Object.entries(desired.addresses).flatMap(([address, where]) =>
		concerning(desired, list)
			.filter(
				(found) =>
					found.address === address &&
					record?.addresses[address] === "absent" &&
					found.device !== deviceFor(desired, where, list),
			)
			.map((found) => withdraw(found, "it belongs on another device")),
	);
}

/** Whether the VIP is here, or is not, as this director and others agreed: it came and goes without our steps. */
function isAgreed({ failover }: Desired, observed: Observed): boolean {
	return failover !== undefined && observed.failover !== undefined;
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
