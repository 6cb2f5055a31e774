import { DeclarationError } from "../errors.ts";
import { type Link, readLinks } from "../host/operations/read-links.ts";
import { serverOfKey, serviceKeys } from "../model/rule-key.ts";
import type { HostOutputs } from "../provider/host-resource.ts";
import { withSession } from "../ssh/with-session.ts";
import { deployedCluster } from "./deployed.ts";
import { formatHops, hops, type Journey } from "./hops.ts";

/**
 * The path of one packet to a service of the folder's cluster and back, as text.
 *
 * @param service as ipvsadm names it; default the first.
 * @throws DeclarationError where there is no such service.
 */
export async function explainCluster(
	folder: string,
	service?: string,
): Promise<string> {
	const { directors, realServers } = await deployedCluster(folder);
	const services = directors.flatMap((director) =>
		serviceKeys(director.desired.ipvs).map((key) => ({ director, key })),
	);
	const chosen =
		service === undefined
			? services[0]
			: services.find(({ key }) => key === service);
	if (chosen === undefined)
		throw new DeclarationError(folder, [
			{
				path: service ?? "services",
				message: `no such service; there are ${services.map(({ key }) => `"${key}"`).join(", ")}`,
			},
		]);
	const { director, key } = chosen;
	const server = Object.entries(director.desired.ipvs).find(
		([other, attributes]) =>
			other.startsWith(`${key} -r `) && !attributes.includes("-w 0"),
	);
	if (server === undefined)
		throw new DeclarationError(folder, [
			{ path: key, message: "all its real servers are drained" },
		]);
	const [address = "", port = ""] = serverOfKey(server[0]).split(":");
	const realServer = realServers.find(
		({ component, desired }) =>
			component === director.component && desired.ownAddress === address,
	);
	const journey: Journey = {
		service: key,
		attributes: director.desired.ipvs[key] ?? "",
		server: server[0],
		serverAttributes: server[1],
		address,
		port: Number(port),
		director,
		directorLinks: await linksOf(director),
		realServer,
		realServerLinks: realServer && (await linksOf(realServer)),
	};
	return formatHops(hops(journey));
}

function linksOf({ connection }: HostOutputs): Promise<Link[]> {
	return withSession(connection, readLinks);
}
