import type { DeclaredRules } from "../../declare-vip.ts";
import { gatewayOf } from "./gateway-of.ts";
import type { VrrpInstance } from "./read-instance.ts";
import type { VirtualAddress } from "./virtual-addresses.ts";

/** A cluster, and how its directors agree. */
export interface Agreed {
	readonly cluster: DeclaredRules;
	/** That which has its VIP, joined with that of its gateway. Undefined: there is one director. */
	readonly instance: VrrpInstance | undefined;
	/** Undefined: none is needed, or none is known. */
	readonly gateway: VirtualAddress | undefined;
}

/**
 * Finds the instance of each cluster, and its gateway.
 *
 * @param idle addresses that no service has; each can be the gateway of one cluster
 */
export function instancesOf(
	clusters: readonly DeclaredRules[],
	instances: readonly VrrpInstance[],
	idle: readonly VirtualAddress[],
): Agreed[] {
	let left = idle;
	return clusters.map((cluster) => {
		const instance = instances.find((each) => has(each, cluster.vip));
		const gateway = instance && gatewayOf(cluster, left);
		if (instance === undefined || gateway === undefined)
			return { cluster, instance, gateway };
		left = left.filter((each) => each !== gateway);
		const inner = instances.find((each) => has(each, gateway.address));
		return { cluster, instance: joined(instance, inner ?? instance), gateway };
	});
}

function has({ addresses }: VrrpInstance, address: string): boolean {
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
				// those of a group of both are there once
				hooks: [...new Set([...instance.hooks, ...inner.hooks])],
			};
}
