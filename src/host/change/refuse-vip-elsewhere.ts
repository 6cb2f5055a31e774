import type { Desired } from "../../model/desired.ts";
import { ownLink } from "../../model/own-link.ts";
import { componentOf } from "../../model/owner.ts";
import { addressOf } from "../../model/written-address.ts";
import { isOurs } from "../address-note.ts";
import { concerning } from "../concerning.ts";
import { deviceFor } from "../device-for.ts";
import type { FoundAddress } from "../found-state.ts";
import { movedAddresses } from "../moved-addresses.ts";
import type { Observed } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses an address that the host already has on another device, unless this role put it there, or with another prefix where none may be. */
export function vipElsewhere(
	desired: Desired,
	{ addresses, record, neighbours }: Observed,
): Reason[] {
	return Object.entries(desired.addresses).flatMap(([address, where]) => {
		const device = deviceFor(desired, where, addresses.list);
		// on a link a wider one stands beside ours, and harms nobody
		const wider = addresses.list.find(
			(found) =>
				where !== ownLink &&
				found.device === device &&
				found.address !== address &&
				addressOf(found.address) === addressOf(address),
		);
		if (wider !== undefined) return [tooWide(wider, address)];
		if (isOurs(record?.addresses[address])) return []; // it is moved
		const elsewhere = concerning(desired, addresses.list).find(
			(found) =>
				found.device !== device &&
				addressOf(found.address) === addressOf(address),
		);
		if (elsewhere === undefined) return [];
		const owner = neighbours.addressOwners[elsewhere.address];
		return [
			owner === undefined
				? ofOthers(elsewhere, device)
				: ofAnotherRole(elsewhere, device, owner),
		];
	});
}

/**
 * Refuses an address that goes from director to director, and that the host has for itself: it would answer for it while another director has it. As a /32 it is what
 * our keepalived puts there, and as a /31 what a director keeps that was the only one. On `lo` it is that of a real server.
 */
export function stayingAddresses(
	desired: Desired,
	{ addresses }: Observed,
): Reason[] {
	const { failover, vip } = desired;
	if (failover === undefined) return [];
	const moved = [vip, ...movedAddresses(desired)];
	return addresses.list
		.filter(
			({ address, device }) =>
				device !== "lo" &&
				moved.includes(addressOf(address)) &&
				!/\/3[12]$/.test(address),
		)
		.map(({ address, device }) => ({
			saw: `${address} is on ${device} of this machine, and stays there while another director has the VIP: both would answer for ${addressOf(address)}`,
			advice: `Remove it here, also from the network configuration that adds it at boot: up gives it to the director that has the VIP (ip address del ${address} dev ${device}; whoever uses it does without it until then).${addressOf(address) === vip ? "" : " Or write another address in `failover`, which no machine has."}`,
		}));
}

/** @param owner a resource, `web/director/lb`, or a record that does not name its resource */
function isDirector(owner: string): boolean {
	const [, role] = owner.split("/");
	return role === "director" || componentOf(owner, "director") !== undefined;
}

/** Somebody put it there, and may need it until a better place is found: it is not taken away without a word. */
function tooWide({ address, device }: FoundAddress, wanted: string): Reason {
	return {
		saw: `${address} is on ${device}, and must be ${wanted} there: ${device === "lo" ? "the kernel takes its whole network for this machine, and gives its clients no answer" : `the route to its whole network leads to ${device}`}`,
		advice: `Remove it first (ip address del ${address} dev ${device}), also from the network configuration that adds it at boot; up adds ${wanted}.`,
	};
}

function ofOthers(
	{ address, device }: FoundAddress,
	belongs: string | undefined,
): Reason {
	return {
		saw: `${address} is on ${device} already, and must be on ${belongs}`,
		advice: `Remove it there first (ip address del ${address} dev ${device}), also from the network configuration that adds it at boot.`,
	};
}

/** The watch of the other role would put back what somebody removes by hand. */
function ofAnotherRole(
	{ address, device }: FoundAddress,
	belongs: string | undefined,
	owner: string,
): Reason {
	const name = owner.split("/").at(-1);
	return {
		saw: `${address} is on ${device} of this machine for ${owner}, and must be on ${belongs}`,
		advice: isDirector(owner)
			? `Do it in two steps: move the director ${name} to another machine, or take it out, and run up; then declare this real server.`
			: `Do it in two steps: take ${name} out of \`realServers\` and run up; then move the director here.`,
	};
}
