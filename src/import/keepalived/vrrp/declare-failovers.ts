import type { DeclaredRules } from "../../declare-vip.ts";
import { lacksGateway } from "../../lacks-gateway.ts";
import { placeOf } from "../../place-of.ts";
import { routedServices } from "../../routed-services.ts";
import type { Unread } from "../../script/read-script.ts";
import { declareFailover } from "./declare-failover.ts";
import { directorsOf } from "./directors-of.ts";
import { fillInDirectors } from "./fill-in-directors.ts";
import type { Agreed } from "./instances-of.ts";
import type { VrrpInstance } from "./read-instance.ts";
import type { Vrrp } from "./read-vrrp.ts";
import { separateVips } from "./separate-vips.ts";

/** Reported once, as it is the same for all clusters. */
const together =
	"directors agree by VRRP version 3 here, in packets from machine to machine, and have each VIP as /32: change all of them in one go, as one that runs as before does not hear the others";

const nobodyHears =
	"directors tell each other of connections where a cluster has several, and no vrrp_instance here has the VIP of one";

/** Clusters with the directors that agree on their VIPs, and the remarks about this. */
export function declareFailovers(
	agreed: readonly Agreed[],
	vrrp: Vrrp,
): {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
	readonly remarks: readonly Unread[];
} {
	const instances = agreed.flatMap(({ instance }) => instance ?? []);
	const unread: Unread[] = [];
	const remarks = separateVips(
		agreed.map(({ cluster }) => cluster),
		vrrp,
	);
	const ids = new Set<number>();
	/** Places of instances that are reported. */
	const told = new Set<string>();
	const clusters = agreed.map(
		({ cluster, instance, gateway, others, isLent }) => {
			if (instance === undefined) return cluster;
			const directors = directorsOf(instance, instances);
			const id = instance.routerId?.value;
			const paired = declareFailover(cluster, instance, directors.inOrder, {
				...{ gateway, others },
				ownsId: id !== undefined && !ids.has(id),
			});
			if (id !== undefined) ids.add(id);
			const here = (reason: string) => ({ ...placeOf(instance), reason });
			const place = JSON.stringify(placeOf(instance));
			if (told.size === 0) remarks.push(here(together));
			if (!told.has(place))
				remarks.push(
					here(fillInDirectors(directors, instance)),
					...(isLent ? [here(lentTo(agreed))] : []),
					...instance.differences,
				);
			told.add(place);
			remarks.push(...ownSyncLink(vrrp, instance));
			unread.push(...paired.unread);
			remarks.push(...paired.remarks);
			if (lacksGateway(paired.cluster))
				remarks.push(here(fillInGateway(paired.cluster)));
			return paired.cluster;
		},
	);
	for (const { check, ...instance } of vrrp.instances)
		if (
			check !== undefined &&
			!instances.some(({ name }) => name === instance.name)
		)
			unread.push({
				...placeOf(check),
				reason:
					"no VIP of a declaration moves by its vrrp_instance, so there is nothing on which it decides",
			});
	if (told.size === 0)
		for (const sync of vrrp.syncs)
			unread.push({ ...placeOf(sync), reason: nobodyHears });
	return { clusters, unread, remarks };
}

/** Places where connections are told on another link than adverts. */
function ownSyncLink({ syncs }: Vrrp, { link }: VrrpInstance): Unread[] {
	return syncs.flatMap((sync) =>
		link === undefined || sync.link === undefined || sync.link === link
			? []
			: [
					{
						...placeOf(sync),
						reason: `connections are told by ${sync.link}, while adverts go by ${link}: write \`syncInterface: "${sync.link}"\` for each director, by the name that the link has there`,
					},
				],
	);
}

function lentTo(agreed: readonly Agreed[]): string {
	const vips = agreed.map(({ cluster }) => cluster.vip).join(", ");
	return `keepalived does not move ${vips}; routers may send its packets to an address of this vrrp_instance. Here the director that has these addresses has it too`;
}

function fillInGateway(cluster: DeclaredRules): string {
	const names = routedServices(cluster).map(({ name }) => name);
	return `answers of ${names.join(", ")} go back through the director that has the VIP: fill in \`failover.gateway\`, an address of the directors' link that no machine has, and let the real servers send answers there`;
}
