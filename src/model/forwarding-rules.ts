import type { Problem } from "../errors.ts";
import { forwardings } from "../ipvs/forwarding.ts";
import { formatPath } from "./path.ts";
import type { Sketch } from "./sketch.ts";

/** What a way of handing packets on asks of the rest. */
export const forwardingRules = [
	noPortMapping,
	noPortForAllPorts,
	onePacketIsUdp,
	onePacketIsNotRewritten,
	ftpIsTwoConnections,
	somebodyHasTheVip,
	tunnelIsUsed,
	tunnelPortIsOfGue,
];

/** ipvsadm takes another port and silently uses that of the service: the packet is not rewritten. */
function noPortMapping({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, tcp, udp, given, ...service }) => {
		const { forwarding, realServerPort } = service;
		const port = tcp ?? udp;
		return forwarding === undefined ||
			forwardings[forwarding].rewrites ||
			realServerPort === undefined ||
			port === undefined ||
			port === realServerPort
			? []
			: [
					{
						path: formatPath([...path, "realServerPort"]),
						message: `${forwardings[forwarding].words} cannot change the port; leave it out${typeof port === "number" ? `, or write ${port}` : ""}`,
					},
				];
	});
}

/** With port 0 the kernel keeps the port that the client asked for. */
function noPortForAllPorts({ services = [] }: Sketch): Problem[] {
	return services
		.filter(
			({ tcp, realServerPort, forwarding }) =>
				tcp === "all" &&
				realServerPort !== undefined &&
				forwarding !== undefined &&
				forwardings[forwarding].rewrites,
		)
		.map(({ path }) => ({
			path: formatPath([...path, "realServerPort"]),
			message: 'with tcp "all" each port stays what it is; leave it out',
		}));
}

function onePacketIsUdp({ services = [] }: Sketch): Problem[] {
	return services
		.filter(({ onePacket, given }) => onePacket && given.includes("tcp"))
		.map(({ path }) => ({
			path: formatPath([...path, "onePacket"]),
			message: "a TCP connection is more than one packet; leave it out",
		}));
}

/** Seen on kernel 6.1: with NAT every request times out, as no entry is left to rewrite the answer by. */
function onePacketIsNotRewritten({ services = [] }: Sketch): Problem[] {
	return services
		.filter(
			({ onePacket, forwarding }) =>
				onePacket &&
				forwarding !== undefined &&
				forwardings[forwarding].rewrites,
		)
		.map(({ path, forwarding }) => ({
			path: formatPath([...path, "onePacket"]),
			message: `with "${forwarding}" answers would not find their way back; leave it out, or forward by "dr" or "tun"`,
		}));
}

/** The data connection of FTP comes from and goes to other ports. */
function ftpIsTwoConnections({ services = [] }: Sketch): Problem[] {
	return services.flatMap(({ path, tcp, forwarding, given }) => {
		if (tcp !== 21 || forwarding === undefined) return [];
		if (forwardings[forwarding].answers === "masqueraded")
			return [
				{
					path: formatPath([...path, "tcp"]),
					message:
						'FTP does not pass "fullnat": its second connection is not rewritten; forward by "nat", "dr" or "tun"',
				},
			];
		return !forwardings[forwarding].rewrites && !given.includes("persistence")
			? [
					{
						path: formatPath([...path, "persistence"]),
						message:
							"missing: both connections of FTP must reach the same real server; write `persistence: { seconds: 360 }`",
					},
				]
			: [];
	});
}

/** A real server that nobody prepared for the VIP drops its packets, in silence. */
function somebodyHasTheVip({
	services = [],
	realServers = [],
}: Sketch): Problem[] {
	const service = services.find(
		({ forwarding }) =>
			forwarding !== undefined && !forwardings[forwarding].rewrites,
	);
	if (service === undefined) return [];
	return realServers
		.filter(({ managed }) => !managed)
		.map(({ path }) => ({
			path: formatPath([...path, "host"]),
			message: `missing: ${formatPath(service.path)} is forwarded by "${service.forwarding}", for which the real server must be set up; say how it is reached, or forward by "nat" or "fullnat"`,
		}));
}

function tunnelIsUsed({ services = [], tunnel }: Sketch): Problem[] {
	return tunnel.given.length === 0 ||
		services.length === 0 ||
		services.some(
			({ forwarding }) =>
				forwarding === undefined || forwardings[forwarding].method === "i",
		)
		? []
		: [
				{
					path: "tunnel",
					message:
						'nothing is forwarded by "tun"; leave it out, or write forwarding: "tun"',
				},
			];
}

function tunnelPortIsOfGue({ tunnel: { given, type } }: Sketch): Problem[] {
	return type === undefined || type === "gue" || !given.includes("port")
		? []
		: [
				{
					path: "tunnel.port",
					message: `${type} has no port; leave it out, or write type: "gue"`,
				},
			];
}
