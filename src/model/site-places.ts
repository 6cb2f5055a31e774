import { type Claim, machineNames } from "./claim.ts";
import { sitePort } from "./defaults.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./path.ts";
import type { realServerSchema } from "./schema.ts";
import { servedClaims } from "./served-claims.ts";
import { nameOfBoth, type SiteNames } from "./site-names.ts";
import type { EntrySketch } from "./sketch.ts";
import { webPorts } from "./web-ports.ts";
import type { SiteSketch } from "./website-schema.ts";

/** Where a site of a website is served. */
interface Place {
	readonly name: string;
	readonly path: Path;
	readonly port: number;
	/** The names, as far as they are known. */
	readonly names: SiteNames;
	readonly tls: boolean;
}

/** What is wrong with the places of sites, of each alone and together with the others. */
export function badPlaces(sites: readonly SiteSketch[]): Finding[] {
	const places = sites.flatMap(placeOf);
	return [
		...places.flatMap(otherProtocol),
		...places.flatMap((mine, index) =>
			places
				.slice(0, index)
				.flatMap((first) => besides(mine, first))
				.slice(0, 1),
		),
	];
}

/** The claims of these sites: no other component can have these places on these real servers. */
export function siteClaims(
	sites: readonly SiteSketch[],
	realServers: readonly EntrySketch<typeof realServerSchema>[],
): Claim[] {
	return sites.flatMap(placeOf).flatMap((place) => [
		...realServers.map(
			({ name, values: { host, address } }): Claim => ({
				kind: "site",
				path: place.path,
				port: place.port,
				realServer: name,
				machine: machineNames(host, address),
			}),
		),
		...servedClaims(realServers, place),
	]);
}

/** Empty: its port is bad, or not known yet. */
function placeOf(site: SiteSketch): Place[] {
	const { name, path, given, values } = site;
	const tls = given.includes("tls");
	const port = given.includes("port") ? values.port : sitePort(tls);
	return port === undefined
		? []
		: [{ name, path, port, names: namesOf(site), tls }];
}

function namesOf({
	given,
	values: { serverName, aliases },
}: SiteSketch): SiteNames {
	const names = [
		...(serverName === undefined ? [] : [serverName]),
		...(aliases ?? []),
	];
	const later =
		given.includes("serverName") ||
		(given.includes("aliases") && aliases === undefined);
	return names.length > 0 || later ? names : "any";
}

/** Without a certificate nothing listens at the port of HTTPS, and the web server already has sites without TLS at the port of HTTP. */
function otherProtocol({ path, port, tls }: Place): Finding[] {
	if (port === webPorts.https && !tls)
		return [
			{
				path: [...path, "port"],
				message:
					"443 is the port of HTTPS, and the site has no certificate; write tls: { certificate, key }, or another port",
			},
		];
	return port === webPorts.http && tls
		? [
				{
					path: [...path, "port"],
					message:
						"80 is the port of HTTP, and the site has a certificate; leave port out, which is 443 then, write another one, or leave tls out",
				},
			]
		: [];
}

/** The web server decides by the port alone whether a client speaks TLS, and gives requests for a name to the first site that has it. */
function besides(mine: Place, first: Place): Finding[] {
	const { path, port } = mine;
	if (port !== first.port) return [];
	if (mine.tls !== first.tls)
		return [
			{
				path,
				message: `has ${mine.tls ? "TLS" : "no TLS"} on port ${port}, on which ${first.name} has ${first.tls ? "it" : "none"}; give one of the two another port`,
			},
		];
	const name = nameOfBoth(mine.names, first.names);
	return name === undefined
		? []
		: [
				{
					path,
					message: `${name} on port ${port} is served by ${first.name}, and this site would never be; give it a port or a serverName of its own`,
				},
			];
}
