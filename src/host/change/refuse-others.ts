import { isServerKey } from "../../ipvs/key.ts";
import { serviceParts } from "../../ipvs/service-parts.ts";
import type { Desired } from "../../model/desired.ts";
import { innerServices } from "../../model/inner-services.ts";
import { componentOf } from "../../model/owner.ts";
import { otherOwners } from "../keepers.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/**
 * Refuses a service that a component of another stack has on this director: each of the two would change what the other set. A component of the same stack is
 * not refused. Two components of one program cannot have the same service, so it is this cluster under its earlier name, and its record goes when the new one
 * is in place. `ownMarksOfOthers` refuses services that no client uses.
 */
export function servicesOfOthers(
	desired: Desired,
	{ neighbours }: Observed,
	stack: string | undefined,
): Reason[] {
	const inner = innerServices(desired);
	return Object.keys(desired.ipvs).flatMap((key) => {
		const owner = neighbours.services[key];
		if (
			owner === undefined ||
			inner.has(key) ||
			handsOver(owner, neighbours, stack)
		)
			return [];
		const name = componentOf(owner, "director") ?? owner;
		return [
			{
				saw: `${key} is a service of ${name}${ofStack(owner, neighbours)} on this director already`,
				advice: `Write another port or VIP. Or, if this is ${name} under a new name: take ${name} out of the declaration, run up, and then declare it by its new name.`,
			},
		];
	});
}

/** Refuses a file that a component of another stack has on this host with another text: each would write its own. */
export function filesOfOthers(
	{ files }: Desired,
	{ neighbours, ...observed }: Observed,
	stack: string | undefined,
): Reason[] {
	return Object.entries(files).flatMap(([path, { block, content }]) => {
		const owner = neighbours.fileOwners[path];
		if (
			owner === undefined ||
			block !== undefined ||
			observed.files[path]?.content === content ||
			observed.record?.files[path] !== undefined ||
			handsOver(owner, neighbours, stack)
		)
			return [];
		return [
			{
				saw: `${path} is a file of ${owner}${ofStack(owner, neighbours)} already, with another text`,
				advice: `Write another path or another machine, or take it out of ${owner} first.`,
			},
		];
	});
}

/** Refuses a thing that another role of ours already has here, and that the two can neither share nor hand over. */
export function soleOfOthers(
	{ sole = [] }: Desired,
	{ neighbours }: Observed,
): Reason[] {
	return sole.flatMap((thing) => {
		const owner = neighbours.soleOwners[thing];
		return owner === undefined
			? []
			: [
					{
						saw: `${thing} is that of ${owner} on this host already`,
						advice: `Write another name, path, port or number. Or, if this is ${owner} under a new name: take that out of the declaration and run up, and then declare it by its new name.`,
					},
				];
	});
}

/** Whether a record belongs to the same stack. Then the component that wrote it is gone from the program, or says the same as we do. */
export function handsOver(
	owner: string,
	{ stacks }: Observed["neighbours"],
	stack: string | undefined,
): boolean {
	return stack !== undefined && stacks[owner] === stack;
}

/** The stack of a record, as it follows a name in a message. Empty if the record does not say it. */
export function ofStack(
	owner: string,
	{ stacks }: Observed["neighbours"],
): string {
	const stack = stacks[owner];
	return stack === undefined ? "" : ` (stack ${stack})`;
}

/** Refuses a service that another running program writes into the table too: each would undo what the other does. */
export function servicesOfKeepers(
	{ ipvs }: Desired,
	observed: Observed,
): Reason[] {
	const [program] = otherOwners(observed.keepers);
	if (program === undefined) return [];
	const ours = new Set(observed.record?.ipvs);
	const both = Object.keys(ipvs).find(
		(key) =>
			!isServerKey(key) &&
			(observed.keepers.keepalived.includes(serviceParts(key)) ||
				(observed.ipvs.has(key) &&
					!ours.has(key) &&
					observed.neighbours.services[key] === undefined)),
	);
	const unit = observed.keepers.running[program];
	return both === undefined
		? []
		: [
				{
					saw: `${unit || program} is active here and has ${both} too: both would own it`,
					advice: `Stop it, also at boot (systemctl disable --now ${unit || program}), and run up right after: it takes its services along when it stops. Or write another port or VIP.`,
				},
			];
}

/** Refuses to install keepalived where a configuration waits for it: the package would start it, and it takes the VIPs and writes the services that stand there. */
export function waitingKeepalived(
	{ packages, failover }: Desired,
	{ keepers, agreedByOthers, ...observed }: Observed,
): Reason[] {
	if (!("keepalived" in packages) || observed.packages.keepalived) return [];
	// with several directors what it has of ours is refused already
	const isTold = failover !== undefined && agreedByOthers.held.length > 0;
	return !keepers.configured || isTold
		? []
		: [
				{
					saw: "/etc/keepalived/keepalived.conf is there and keepalived is not installed: its package would start it with that file, beside ours",
					advice:
						"Move the file away: mv /etc/keepalived/keepalived.conf /etc/keepalived/keepalived.conf.old. What it says can be declared first: lvsctl import prints it.",
				},
			];
}

/** Refuses a port at which another program listens: the program of the role could not start. */
export function takenPorts(
	{ serves = {} }: Desired,
	{ listeners }: Observed,
): Reason[] {
	return Object.entries(serves).flatMap(([port, programs]) => {
		const others = (listeners[port] ?? []).filter(
			(program) => !programs.includes(program),
		);
		return others.length === 0
			? []
			: [
					{
						saw: `${others.join(", ")} listens on port ${port} already, which this role is to serve itself`,
						advice:
							"Stop it, also at boot (ss -ltnp shows it). Or keep it: take `page` out of the cluster, or give the site another port.",
					},
				];
	});
}

/** Refuses an address that is to move with the VIP, and that a machine has already: a router would lose its clients to the director, or the director its own. */
export function movedOfAnother({ movedHolders }: Observed): Reason[] {
	return Object.entries(movedHolders).map(([address, hardware]) => ({
		saw: `another machine has ${address} already, and answers for it: ${hardware}. In \`failover\` it is an address that goes with the VIP, which two machines would have`,
		advice:
			"Write an address there that no machine has, also no router. If that machine is to give it up, or is a director that this one replaces, take it away there first.",
	}));
}

/** Refuses a VIP that another machine of the link has: two machines would answer for it. */
export function vipOfAnother(
	{ vip }: Desired,
	{ vipHolder }: Observed,
): Reason[] {
	if (vipHolder === undefined) return [];
	const { hardware, director } = vipHolder;
	return [
		director === undefined
			? {
					saw: `another machine has ${vip} already, and answers for it: ${hardware}`,
					advice:
						"Take it away there first, or write another VIP. If it is a director that this one replaces, stop its cluster there.",
				}
			: {
					saw: `${director} has ${vip} and tells no director of it: as the only one, it serves until it is changed, and this one would take the VIP and end its connections`,
					advice: `Write ${director} first in \`directors\`: it is changed first then, and keeps the VIP while others join. If it should agree with others already, see there: lvsctl status.`,
				},
	];
}
