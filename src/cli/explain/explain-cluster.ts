import { DeclarationError } from "../../errors.ts";
import { type Link, readLinks } from "../../host/operations/read-links.ts";
import { ruleKey, serversByService, servicesOf } from "../../ipvs/rule.ts";
import { clientTable } from "../../model/client-table.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { activeDirectors } from "../stack/active-directors.ts";
import { onHost } from "../stack/on-host.ts";
import type { OpenStack } from "../stack/open-stack.ts";
import { hops } from "./hops.ts";
import type { Hop, Journey } from "./journey.ts";

/**
 * Describes the path of one packet to a service of the stack's cluster and back.
 *
 * @param service the service as ipvsadm names it. Default: the first one.
 * @throws DeclarationError where there is no such service.
 */
export async function explainCluster(
	{ directors, realServers, stack }: OpenStack,
	service?: string,
): Promise<Hop[]> {
	const active = await activeDirectors(directors);
	const services = active.flatMap((director) => {
		const table = clientTable(director.desired);
		return servicesOf(table).map((rule) => ({
			director,
			table,
			rule,
			key: ruleKey(rule),
		}));
	});
	const chosen =
		service === undefined
			? services[0]
			: services.find(({ key }) => key === service);
	if (chosen === undefined)
		throw new DeclarationError(`stack ${stack.name}`, [
			{
				path: service ?? "services",
				message: `no such service; there are ${services.map(({ key }) => `"${key}"`).join(", ")}`,
			},
		]);
	const { director, table, rule, key } = chosen;
	const server = serversByService(table)
		.get(key)
		?.find(({ weight }) => weight > 0);
	if (server === undefined)
		throw new DeclarationError(`stack ${stack.name}`, [
			{ path: key, message: "all its real servers are drained" },
		]);
	const realServer = realServers.find(
		({ component, desired }) =>
			component === director.component &&
			desired.ownAddress === server.address.text,
	);
	const journey: Journey = {
		service: rule,
		server,
		director,
		directorLinks: await linksOf(director),
		realServer,
		realServerLinks: realServer && (await linksOf(realServer)),
	};
	return hops(journey);
}

function linksOf(host: HostInputs): Promise<Link[]> {
	return onHost(host, readLinks);
}
