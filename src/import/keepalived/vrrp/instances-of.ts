import type { DeclaredRules } from "../../declare-vip.ts";
import { gatewayOf } from "./gateway-of.ts";
import type { VrrpInstance } from "./read-instance.ts";
import type { VirtualAddress } from "./virtual-addresses.ts";

/** A cluster, and how its directors agree. */
export interface Agreed {
	readonly cluster: DeclaredRules;
	/** The instance that has its VIP, joined with that of its gateway. Undefined: there is one director. */
	readonly instance: VrrpInstance | undefined;
	/** Undefined: none is needed, or none is known. */
	readonly gateway: VirtualAddress | undefined;
	/** Addresses without a service that move with the VIP. */
	readonly others: readonly VirtualAddress[];
	/** Whether the instance does not have the VIP: keepalived does not move it there, and the cluster borrows the instance. */
	readonly isLent: boolean;
}

/**
 * Finds the instance of each cluster, its gateway, and the other addresses that move with its VIP. If no instance has a VIP, we assume that routers send
 * packets of the VIPs to an address of an instance; then all clusters borrow the first instance that has addresses.
 *
 * @param idle addresses that no service has; each belongs to one cluster
 */
export function instancesOf(
	clusters: readonly DeclaredRules[],
	instances: readonly VrrpInstance[],
	idle: readonly VirtualAddress[],
): Agreed[] {
	let left = idle;
	const take = (taken: readonly VirtualAddress[]) => {
		left = left.filter((each) => !taken.includes(each));
	};
	const lent = clusters.some(({ vip }) =>
		instances.some((each) => has(each, vip)),
	)
		? undefined
		: instances.find(({ addresses }) => addresses.length > 0);
	const gated = clusters.map((cluster) => {
		const own = instances.find((each) => has(each, cluster.vip)) ?? lent;
		const gateway = own && gatewayOf(cluster, left);
		if (own === undefined || gateway === undefined)
			return { cluster, own, instance: own, gateway };
		take([gateway]);
		const inner = instances.find((each) => has(each, gateway.address));
		return { cluster, own, instance: joined(own, inner ?? own), gateway };
	});
	return gated.map(({ cluster, own, instance, gateway }) => {
		const others = own === undefined ? [] : onLinkOf(cluster.vip, own, left);
		take(others);
		return {
			cluster,
			instance,
			gateway,
			others,
			isLent: own === lent && own !== undefined,
		};
	});
}

/** The addresses of an instance on the link of the VIP, or on that of the directors. */
function onLinkOf(
	vip: string | undefined,
	{ addresses, link }: VrrpInstance,
	idle: readonly VirtualAddress[],
): VirtualAddress[] {
	const own = addresses.find(({ address }) => address === vip)?.link ?? link;
	return idle.filter(
		(each) =>
			addresses.includes(each) && (each.link === own || each.link === link),
	);
}

function has(
	{ addresses }: VrrpInstance,
	address: string | undefined,
): boolean {
	return addresses.some((each) => each.address === address);
}

/** The directors' addresses are those towards the real servers, where the gateway is. */
function joined(instance: VrrpInstance, inner: VrrpInstance): VrrpInstance {
	return inner === instance
		? instance
		: {
				...instance,
				addresses: [...instance.addresses, ...inner.addresses],
				source: inner.source ?? instance.source,
				peers: inner.peers.length > 0 ? inner.peers : instance.peers,
				differences: [...instance.differences, ...inner.differences],
				// a group of both instances must be listed once
				hooks: [...new Set([...instance.hooks, ...inner.hooks])],
			};
}
