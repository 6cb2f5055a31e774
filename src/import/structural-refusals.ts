import type { Refusal } from "./door-refusals.ts";
import { mostFrequent } from "./most-frequent.ts";
import type { ReadService } from "./read-rules.ts";
import { tunnelOf, whyNot } from "./why-not.ts";

/** Properties of rules that a declaration cannot express. */
export function structuralRefusals(
	vip: string | undefined,
	services: readonly ReadService[],
): Refusal[] {
	const own = services.flatMap((service): Refusal[] => {
		const reason = whyNot(service);
		return reason === undefined
			? [
					...service.servers
						.filter(({ rule }) => rule.address.text === vip)
						.map((server) => ({ service, server, reason: servesItself })),
					...sorryRefusals(vip, service),
				]
			: [{ service, server: undefined, reason }];
	});
	if (own.length > 0) return own;
	const tunnels = services.flatMap((service) => tunnelOf(service) ?? []);
	if (tunnels.length === 0) return [];
	const usual = mostFrequent(tunnels);
	return services.flatMap((service) => {
		const tunnel = tunnelOf(service);
		return tunnel === undefined || tunnel === usual
			? []
			: [
					{
						service,
						server: undefined,
						reason: `its tunnel is ${tunnel}, and that of other services of this VIP is ${usual}: a cluster has one; give all the same`,
					},
				];
	});
}

const servesItself =
	"it has the address of the VIP, which is no real server's own; a director that serves too cannot be declared";

function sorryRefusals(
	vip: string | undefined,
	service: ReadService,
): Refusal[] {
	const { sorry, servers } = service;
	const address = sorry?.value.address;
	const reason =
		address === undefined
			? undefined
			: address === vip
				? servesItself
				: servers.some(({ rule }) => rule.address.text === address)
					? "it is a real server of this service too, and can serve only while too few others pass; name another machine"
					: undefined;
	return reason === undefined
		? []
		: [{ service, server: undefined, part: "sorry", reason }];
}
