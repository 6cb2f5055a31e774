import { formatEndpoint } from "../ipvs/address.ts";
import {
	ruleKey,
	type ServerRule,
	type ServiceRule,
	serversByService,
	servicesOf,
} from "../ipvs/rule.ts";
import type { Course } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import { judgeRule } from "./judge-rule.ts";
import { type Packet, reached } from "./packet.ts";

const up = "Run lvsctl up, which puts it back.";

/** The service that IPVS would take the packet for. */
function serviceFound(
	{ target }: Course,
	{ ipvs }: Evidence,
): ServiceRule | undefined {
	return servicesOf(ipvs ?? new Map()).find(
		(service) => ruleKey(service) === target.key,
	);
}

export function judgeServiceRule(
	course: Course,
	director: Evidence,
): Cause | undefined {
	const { target } = course;
	if (serviceFound(course, director) !== undefined) return undefined;
	const at = `${target.vip}:${target.port}`;
	const others = servicesOf(director.ipvs ?? new Map())
		.filter(
			({ match }) =>
				match.protocol !== "fwmark" && match.address.text === target.vip,
		)
		.map(ruleKey);
	return {
		host: director.name,
		hop: director.name,
		cause: `no service for ${at} (${target.key}): ${
			director.ipvs === undefined
				? "the module ip_vs is not loaded"
				: others.length > 0
					? `the table of IPVS has ${others.join(", ")}`
					: servicesOf(director.ipvs).length === 0
						? "the table of IPVS is empty"
						: "the table of IPVS has other services alone"
		}`,
		wayOut: up,
		thing: target.key,
	};
}

/** The real servers that may take a connection, as declared and as found. */
export function judgeServers(
	course: Course,
	director: Evidence,
	came: readonly Packet[] | undefined,
): Cause | undefined {
	const { target, server } = course;
	const table = director.ipvs ?? new Map();
	const found = serversByService(table).get(target.key) ?? [];
	const lb = (cause: string, wayOut = up): Cause => ({
		host: director.name,
		hop: director.name,
		cause,
		wayOut,
	});
	const held = heldByPersistence(course, director, found);
	if (held !== undefined) return held;
	const other = judgeRule(course, director, found);
	if (other !== undefined) return other;
	if (found.every(({ weight }) => weight === 0))
		return lb(
			found.length === 0
				? `no server may take it: the service ${target.key} has no real server`
				: `no server may take it: all real servers of ${target.key} have weight 0${drainedOf(director, found)}`,
			Object.keys(director.drained).length > 0
				? "Run lvsctl undrain for a real server that should take connections."
				: up,
		);
	const passedOn = came?.some((packet) => reached(packet, "sent"));
	// a connection that IPVS hands to the director's own socket has an entry, and so a server
	if (
		server === undefined &&
		!passedOn &&
		came?.some((packet) => reached(packet, "delivered"))
	)
		return untaken(course, director);
	const refused =
		came?.some((packet) => reached(packet, "admitted")) &&
		!passedOn &&
		!came.some((packet) => reached(packet, "delivered"));
	if (refused && server === undefined)
		return lb(
			`IPVS drops the request: no real server of ${target.key} may take it now${found.some(({ upper }) => upper > 0) ? ", their thresholds may be reached" : `; scheduler ${serviceFound(course, director)?.scheduler}`}`,
			`On ${director.name}: ipvsadm -Ln --thresholds; dmesg`,
		);
	return undefined;
}

/** IPVS lets the packet pass, which then reaches the director's own sockets. */
function untaken({ target }: Course, { name, sysctls }: Evidence): Cause {
	const setting = "net.ipv4.vs.backup_only";
	const left = sysctls["ipv4/vs/backup_only"];
	const isLeft = left !== undefined && left !== "0";
	const declared = setting in target.director.desired.sysctls;
	return {
		host: name,
		hop: name,
		cause: `IPVS does not take the request, although it has the service ${target.key}${isLeft ? `: ${setting} = ${left}, and it hears of the connections of other directors` : ""}`,
		wayOut: !isLeft
			? `On ${name}: ipvsadm -Sn; sysctl net.ipv4.vs; dmesg`
			: `${declared ? "Run lvsctl up, which sets it to 0" : `On ${name}: sysctl -w ${setting}=0`}; take it out of the files of /etc/sysctl.d, where it stands there.`,
	};
}

function drainedOf(
	{ drained }: Evidence,
	found: readonly ServerRule[],
): string {
	const drains = found.filter(
		({ address }) => drained[address.text] !== undefined,
	);
	return drains.length === 0
		? ""
		: ` (drained by an operator: ${drains.map(formatEndpoint).join(", ")})`;
}

/** The thing at fault if persistence holds a client on a real server. */
export function heldBy(server: string): string {
	return `persistence on ${server}`;
}

/** A template binds the client to a real server, even to one that may take no other client. */
function heldByPersistence(
	{ target, server, from, result, ...others }: Course,
	director: Evidence,
	found: readonly ServerRule[],
): Cause | undefined {
	const template = director.connections.find(
		({ clientPort, server: address, virtualPort }) =>
			clientPort === 0 &&
			(virtualPort === target.port ||
				virtualPort === 0 ||
				target.service.match.protocol === "fwmark") &&
			(server === undefined || server.address === address),
	);
	if (template === undefined || result?.connected) return undefined;
	const rule = found.find(({ address }) => address.text === template.server);
	if (rule !== undefined && rule.weight > 0) return undefined;
	const name =
		target.servers.find(({ address }) => address === template.server)?.name ??
		template.server;
	const gone = others.away[name] === undefined ? "" : " and cannot be reached";
	return {
		host: director.name,
		hop: director.name,
		thing: heldBy(name),
		cause: `this client, ${from}, is held by persistence on ${name}, ${template.seconds} s left; ${name} has ${rule === undefined ? "gone from the service" : "weight 0"}${gone}`,
		wayOut: `Declare ipvs: { expireQuiescentTemplate: true } (net.ipv4.vs.expire_quiescent_template = 1), so that clients leave a real server with weight 0; or wait ${template.seconds} s.`,
	};
}
