import { type ForwardingWay, forwardings } from "../ipvs/forwarding.ts";
import { type ClusterSketch, declaredForwarding } from "./cluster-sketch.ts";
import type { Finding } from "./finding.ts";
import { formatPath } from "./path.ts";

/** What each way of forwarding requires of the rest of the declaration. */
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

/**
 * ipvsadm accepts another port here but silently uses the service's: the packet is not rewritten. For a service by a mark it puts any port into the table,
 * where the kernel does not look at it.
 */
function noPortMapping(cluster: ClusterSketch): Finding[] {
	return servicesWithWay(cluster).flatMap(({ path, given, values, way }) => {
		const { tcp, udp, realServerPort } = values;
		const ports = [tcp ?? [], udp ?? []].flat();
		const known = (["tcp", "udp"] as const).every(
			(key) => values[key] !== undefined || !given.includes(key),
		);
		const [port] = ports;
		return way === undefined ||
			way.rewrites ||
			realServerPort === undefined ||
			port === undefined ||
			!known ||
			ports.includes(realServerPort)
			? []
			: [
					{
						path: [...path, "realServerPort"],
						message: `${way.words} cannot change the port; leave it out${typeof port === "number" && ports.length === 1 ? `, or write ${port}` : ""}`,
					},
				];
	});
}

/** With port 0 the kernel keeps the port that the client asked for. */
function noPortForAllPorts(cluster: ClusterSketch): Finding[] {
	return servicesWithWay(cluster)
		.filter(
			({ values: { tcp, realServerPort }, way }) =>
				tcp === "all" && realServerPort !== undefined && way?.rewrites,
		)
		.map(({ path }) => ({
			path: [...path, "realServerPort"],
			message: 'with tcp "all" each port stays what it is; leave it out',
		}));
}

function onePacketIsUdp(cluster: ClusterSketch): Finding[] {
	return servicesWithWay(cluster)
		.filter(({ given, values }) => values.onePacket && given.includes("tcp"))
		.map(({ path }) => ({
			path: [...path, "onePacket"],
			message: "a TCP connection is more than one packet; leave it out",
		}));
}

/** Seen on kernel 6.1: with NAT every request times out, as the kernel keeps no connection entry to rewrite the answer by. */
function onePacketIsNotRewritten(cluster: ClusterSketch): Finding[] {
	return servicesWithWay(cluster)
		.filter(({ values, way }) => values.onePacket && way?.rewrites)
		.map(({ path, forwarding }) => ({
			path: [...path, "onePacket"],
			message: `with "${forwarding}" answers would not find their way back; leave it out, or forward by "dr" or "tun"`,
		}));
}

/** The data connection of FTP uses ports other than 21. */
function ftpIsTwoConnections(cluster: ClusterSketch): Finding[] {
	return servicesWithWay(cluster).flatMap(({ path, given, values, way }) => {
		if (values.tcp !== 21 || way === undefined) return [];
		if (way.answers === "masqueraded")
			return [
				{
					path: [...path, "tcp"],
					message:
						'FTP does not pass "fullnat": its second connection is not rewritten; forward by "nat", "dr" or "tun"',
				},
			];
		return !way.rewrites && !given.includes("persistence")
			? [
					{
						path: [...path, "persistence"],
						message:
							"missing: both connections of FTP must reach the same real server; write `persistence: { seconds: 360 }`",
					},
				]
			: [];
	});
}

/** A real server that was not set up for the VIP drops its packets silently. */
function somebodyHasTheVip(cluster: ClusterSketch): Finding[] {
	const service = servicesWithWay(cluster).find(
		({ way }) => way?.rewrites === false,
	);
	if (service === undefined) return [];
	return (cluster.values.realServers ?? [])
		.filter(({ given, isObject }) => isObject && !given.includes("host"))
		.map(({ path }) => ({
			path: [...path, "host"],
			message: `missing: ${formatPath(service.path)} is forwarded by "${service.forwarding}", for which the real server must be set up; say how it is reached, or forward by "nat" or "fullnat"`,
		}));
}

function tunnelIsUsed(cluster: ClusterSketch): Finding[] {
	const { tunnel } = cluster.values;
	const services = servicesWithWay(cluster);
	return tunnel === undefined ||
		tunnel.given.length === 0 ||
		services.length === 0 ||
		services.some(({ way }) => way === undefined || way.tunnels)
		? []
		: [
				{
					path: ["tunnel"],
					message:
						'nothing is forwarded by "tun"; leave it out, or write forwarding: "tun"',
				},
			];
}

function tunnelPortIsOfGue({ values: { tunnel } }: ClusterSketch): Finding[] {
	const type = tunnel?.values.type;
	return type === undefined || type === "gue" || !tunnel?.given.includes("port")
		? []
		: [
				{
					path: ["tunnel", "port"],
					message: `${type} has no port; leave it out, or write type: "gue"`,
				},
			];
}

/** The services, each with its way of forwarding; undefined where that is bad or unknown. */
function servicesWithWay(cluster: ClusterSketch) {
	return (cluster.values.services ?? []).map((service) => {
		const forwarding = declaredForwarding(cluster, service);
		const way: ForwardingWay | undefined =
			forwarding === undefined ? undefined : forwardings[forwarding];
		return { ...service, forwarding, way };
	});
}
