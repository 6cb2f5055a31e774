import { byPlace } from "../by-place.ts";
import { declareRules, type Imported } from "../declare-rules.ts";
import { placeOf } from "../place-of.ts";
import { declareTimeouts } from "./declare-timeouts.ts";
import { once } from "./once.ts";
import type { ReadKeepalived } from "./read-keepalived.ts";
import { declareFailovers } from "./vrrp/declare-failovers.ts";
import { declareTells } from "./vrrp/declare-tells.ts";
import { instancesOf } from "./vrrp/instances-of.ts";
import { withOneDirector } from "./vrrp/with-one-director.ts";

/** Turns what was read into declarations, one for each VIP. */
export function declareKeepalived(
	{ services, vrrp, timeouts, unread, remarks }: ReadKeepalived,
	{
		markVip,
		oneDirector = false,
	}: {
		readonly markVip: string | undefined;
		/** Whether there is one director, whatever the configuration says. */
		readonly oneDirector?: boolean;
	},
): Imported {
	const vips = services.flatMap(({ rule: { match } }) =>
		match.protocol === "fwmark" ? [] : [match.address.text],
	);
	const addresses = vrrp.instances.flatMap((instance) => instance.addresses);
	const moved = [...new Set(addresses.map(({ address }) => address))];
	const ofMarks =
		markVip ?? (vips.length === 0 && moved.length === 1 ? moved[0] : undefined);
	const idle = addresses.filter(
		({ address }) => !vips.includes(address) && address !== ofMarks,
	);
	const imported = declareRules(
		{ services, remarks: [], unread: [] },
		{
			markVip: ofMarks,
			others: moved,
			links: new Map(
				addresses.flatMap(({ address, link }) =>
					link === undefined ? [] : [[address, link]],
				),
			),
		},
	);
	const agreed = instancesOf(imported.clusters, vrrp.instances, idle);
	const paired = declareFailovers(agreed, vrrp);
	const told = declareTells(paired.clusters, agreed, vrrp.hooks);
	const found = oneDirector
		? { remarks: [], ...withOneDirector(told.clusters, agreed) }
		: { ...paired, clusters: told.clusters };
	const lost = idle
		.filter(
			(address) =>
				!agreed.some(
					({ gateway, others }) =>
						gateway === address || others.includes(address),
				),
		)
		.map((address) => ({
			...placeOf(address),
			reason:
				"no virtual_server has this address, and no VIP goes with it by the same vrrp_instance and link, so it is no part of a declaration; the director does not get it",
		}));
	const timed = declareTimeouts(found.clusters, timeouts);
	return {
		clusters: timed.clusters,
		unread: once([
			...unread,
			...imported.unread,
			...found.unread,
			...told.unread,
			...timed.unread,
			...lost,
		]).sort(byPlace),
		remarks: once([
			...found.remarks,
			...told.remarks,
			...imported.remarks,
			...remarks,
		]),
	};
}
