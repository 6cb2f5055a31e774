import type { Desired } from "../../model/desired.ts";
import { webPorts } from "../../model/web-ports.ts";
import { addressOf } from "../../model/written-address.ts";
import type { FoundListen, FoundVirtualHost } from "../found-applications.ts";
import type { Observed } from "../observed.ts";
import { visits } from "../visits.ts";
import type { Beside } from "./beside.ts";
import type { Reason } from "./reason.ts";
import { sameName } from "./same-name.ts";

/** All of them, of a role with sites, or of a real server on which sites of ours are. */
export function besideSites(desired: Desired, observed: Observed): Beside[] {
	if (desired.web === undefined) return besideVisits(desired, observed);
	const { names = {} } = desired.web;
	return Object.keys(desired.serves ?? {}).flatMap((port) => [
		...sameName(port, names[port] ?? [], observed.webServer.hosts),
		...ownLine(port, observed),
		...nobodyListens(port, observed),
		...otherAddress(port, observed),
	]);
}

/** Where a site has a port that is not the web server's own, ours listens there: beside another such line the web server ends at its next reload. */
function ownLine(port: string, { webServer }: Observed): Beside[] {
	if (isWebPort(port)) return [];
	const stands = webServer.listens.some(
		(line) => line.ours && line.port === port,
	);
	return listensOf(port, webServer.listens)
		.filter(({ ours }) => !ours)
		.map((line) => ({
			stops: !stands,
			saw: `the web server listens on port ${port} by a line of yours (${told(line)}), and a site of ours there brings its own: with both it does not start again`,
			advice:
				"Take that line out: ours listens on all addresses. Or give the site another port.",
		}));
}

/** The port of HTTP, and where it has TLS already that of HTTPS, are the web server's own: ours adds no line. */
function nobodyListens(port: string, { webServer }: Observed): Beside[] {
	const { listens, tls } = webServer;
	return listens.length === 0 ||
		!isWebPort(port) ||
		(port === String(webPorts.https) && !tls) ||
		listensOf(port, listens).length > 0
		? []
		: [
				{
					stops: !stands(port, webServer.hosts),
					saw: `the web server does not listen on port ${port} by its own configuration (${told(listens[0])}), so nobody would come to a site there`,
					advice: `Write "Listen ${port}" into it. Or give the site another port.`,
				},
			];
}

/** By an address in a line or in a virtual host of an operator, visitors of it come elsewhere. Where the VIP is here, it is known whose: else it is told. */
function otherAddress(
	port: string,
	{ webServer, neighbours }: Observed,
): Beside[] {
	const { hosts, listens } = webServer;
	const vips = Object.entries(neighbours.addressOwners)
		.filter(([, owner]) => /[/-]real-server(\/|$)/.test(owner))
		.map(([address]) => addressOf(address));
	const stops = vips.length > 0 && !stands(port, hosts);
	const asks = (address: string) =>
		vips.length === 0 ? !isLocal(address) : vips.includes(address);
	return [
		...takers(port, hosts)
			.filter(({ address }) => asks(address))
			.map((host) => ({ ...taken(host, `${host.address}:${port}`), stops })),
		...(isWebPort(port)
			? deaf(port, listens, vips.length === 0 ? ["any other address"] : vips)
			: []
		).map((reason) => ({ ...reason, stops })),
	];
}

/** The same of the role of a real server, which knows where its visitors come. */
function besideVisits(desired: Desired, observed: Observed): Beside[] {
	const { hosts, listens } = observed.webServer;
	const ours = new Set([
		...Object.keys(desired.serves ?? {}),
		...hosts.flatMap(({ whose, port }) => (whose === "ours" ? [port] : [])),
	]);
	const stops = observed.record === undefined;
	const all = visits(desired).flatMap(({ address, ports }) =>
		[...ours]
			.filter((port) => ports === undefined || ports.includes(Number(port)))
			.flatMap((port) => [
				...takers(port, hosts)
					.filter((host) => host.address === address)
					.map((host) => taken(host, `${address}:${port}`)),
				...deaf(port, listens, [address]),
			]),
	);
	return [...new Map(all.map((reason) => [reason.saw, reason])).values()].map(
		(reason) => ({ ...reason, stops }),
	);
}

function taken({ site }: FoundVirtualHost, place: string): Reason {
	return {
		saw: `${site} has an address in its <VirtualHost>, so it answers all who come to ${place}, whatever name they ask for, and sites of ours do not`,
		advice: `Write <VirtualHost *:PORT> there, or give one of the two another port.`,
	};
}

/** @param addresses to which visitors come */
function deaf(
	port: string,
	listens: readonly FoundListen[],
	addresses: readonly string[],
): Reason[] {
	const lines = listensOf(port, listens);
	const heard = lines.map(({ address }) => address);
	return lines.length === 0 || heard.some(isUnknown)
		? []
		: addresses
				.filter((address) => !heard.includes(address))
				.map((address) => ({
					saw: `the web server listens on port ${port} of ${heard.join(", ")} alone (${told(lines[0])}), so nobody answers at ${address}`,
					advice: `Write "Listen ${port}" there.`,
				}));
}

/** Whether a site of ours has the port already. */
function stands(port: string, hosts: readonly FoundVirtualHost[]): boolean {
	return hosts.some((host) => host.whose === "ours" && host.port === port);
}

/** Virtual hosts that are asked before those of ours, as they have an address: ours have none. */
function takers(
	port: string,
	hosts: readonly FoundVirtualHost[],
): FoundVirtualHost[] {
	return hosts.filter(
		(host) => host.address !== "*" && (host.port === port || host.port === "*"),
	);
}

function listensOf(
	port: string,
	listens: readonly FoundListen[],
): FoundListen[] {
	return listens.filter((line) => line.port === port);
}

function told(line: FoundListen | undefined): string {
	return line === undefined
		? ""
		: `Listen ${line.address === "*" ? "" : `${line.address}:`}${line.port}, ${line.place}`;
}

function isWebPort(port: string): boolean {
	return Object.values(webPorts).some((each) => String(each) === port);
}

/** Nobody comes there from another machine by IPv4. */
function isLocal(address: string): boolean {
	return address.startsWith("127.") || address.startsWith("[");
}

/** All addresses, or a name, whose address only that machine knows. */
function isUnknown(address: string): boolean {
	return !/^[\d.]+$|^\[/.test(address);
}
