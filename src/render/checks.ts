import { createHash } from "node:crypto";
import { forwardings, wayOfRule } from "../ipvs/forwarding.ts";
import { serverOfKey, serviceOfKey } from "../ipvs/key.ts";
import type { Rule, ServerRule } from "../ipvs/rule.ts";
import { ruleKey } from "../ipvs/rule.ts";
import { keepsDrained } from "../ipvs/schedulers.ts";
import { askedPlace } from "../model/asked-place.ts";
import type { Check, Cluster, Service } from "../model/cluster.ts";
import {
	firstPlace,
	inertNumber,
	mostPlaces,
	ownMark,
} from "../model/own-mark.ts";
import { asksByUdp } from "../model/port-to-ask.ts";
import { keyOfService } from "../model/service-match.ts";
import { ownService } from "./own-service.ts";
import { serverRuleOf } from "./rules.ts";
import { forwardingTo, isPage, pageCheck, serversOf } from "./sorry-page.ts";

/** One real server at one place, asked in one way for all services that want the same. */
export interface CheckedPlace {
	/** Its name in the configuration of the checking program, among those of all places. */
	readonly number: number;
	/** The place to which results belong, whatever is asked there: `172.18.0.67:80/dr/http`. */
	readonly place: string;
	/** A word that changes whenever the question does. */
	readonly definition: string;
	readonly check: Check;
	/** Name and address of the real server. */
	readonly name: string;
	readonly address: string;
	/** The port of the real server that the check reaches. If the check goes the clients' way, IPVS may translate the check's port into it. */
	readonly port: number;
	/** The port to which the check goes: of the VIP, or of the real server where it does not go through IPVS. */
	readonly to: number;
	/** Mark of the packets of this check; IPVS sends them to this real server alone. Undefined: they do not go through IPVS. */
	readonly mark: number | undefined;
	/** The rules that send them there. */
	readonly probes: readonly Rule[];
	/** The real server in each service that uses the result. */
	readonly rules: readonly CheckedRule[];
	/** Programs that are called when it is out, and when it is in again. */
	readonly told: readonly string[];
}

export interface CheckedRule {
	readonly rule: ServerRule;
	/**
	 * What happens to the rule while the real server fails. `weight 0`: connections to it go on, and work again once it comes back. `deleted`: the kernel would go
	 * on sending it the packets of clients that persistence, UDP without an end, or a hash without its fallback binds to it.
	 */
	readonly failing: "weight 0" | "deleted";
	/** Seconds in which its weight rises when it passes again; 0: it rises at once. */
	readonly slowStartSeconds: number;
}

/** The places of a cluster that are checked, each once. */
export function checkedPlaces(cluster: Cluster): CheckedPlace[] {
	const places = new Map<string, CheckedPlace>();
	for (const service of cluster.services) {
		const { check: usual } = service;
		if (usual === undefined) continue;
		for (const server of serversOf(cluster, service)) {
			const page = isPage(cluster, server);
			const declared = server.check ?? usual;
			const rule = serverRuleOf(cluster, service, server);
			const check = page ? pageCheck(declared, rule.port) : declared;
			const { slowStartSeconds, tell } = check;
			const { place: base, ...asked } = askedPlace(
				service,
				server,
				check,
				forwardingTo(cluster, service, server),
			);
			const key = `${base} ${asked.definition}`;
			const before = places.get(key);
			const failing = failingOf(service);
			const wanted = { rule, failing, slowStartSeconds };
			const told = tell === undefined ? [] : [tell];
			if (before !== undefined) {
				places.set(key, {
					...before,
					rules: [...before.rules, wanted],
					told: [...new Set([...before.told, ...told])],
				});
				continue;
			}
			const same = [...places.values()].filter(
				({ place }) => place.split("#")[0] === base,
			).length;
			const number = numberOf(
				key,
				[...places.values()].map((each) => each.number),
			);
			const mark =
				page || check.asks.kind === "command"
					? undefined
					: ownMark(cluster.name, number);
			places.set(key, {
				number,
				place: same === 0 ? base : `${base}#${same + 1}`,
				...asked,
				check,
				name: server.name,
				address: server.address,
				to: mark === undefined ? asked.port : portTo(number, check, rule),
				mark,
				probes:
					mark === undefined ? [] : probesOf(mark, check, rule, asked.port),
				rules: [wanted],
				told,
			});
		}
	}
	return [...places.values()];
}

/**
 * The number of a place, which follows from what is asked there and not from its turn. If a real server comes or goes, all others keep their marks: while the
 * rules and the checks change, no check asks another real server than it says. Two places that lead to one number are the exception: the later one gets the next.
 */
function numberOf(key: string, taken: readonly number[]): number {
	let turn = createHash("sha256").update(key).digest().readUInt32BE();
	for (;;) {
		const number = firstPlace + (turn % mostPlaces);
		if (!taken.includes(number)) return number;
		turn++;
	}
}

/** The mark of the checking program's own service, which no packet carries. See health.ts. */
export function inertMark(cluster: Cluster): number {
	return ownMark(cluster.name, inertNumber);
}

/**
 * All checks have the director as their source, and the port of one is soon that of another. IPVS asks first for what it knows of source and destination, and only
 * then for the mark: by UDP, where it knows of no end, a check would reach the real server that another check asked in the last 300 s. Where IPVS writes the real
 * server's port, the destination can be any: a port for each place.
 */
function portTo(number: number, { asks, port }: Check, rule: ServerRule) {
	return asksByUdp(asks.kind) && wayOfRule(rule).rewrites
		? lastWellKnown + number
		: port;
}

/** No helper of conntrack looks at ports after this one. */
const lastWellKnown = 1023;

/**
 * A service for the mark, with only this real server, and the port that is asked there. Where IPVS does not rewrite anything, answers do not need what it knows of a
 * packet, so it forgets packets of UDP at once: see portTo.
 */
function probesOf(
	mark: number,
	{ asks }: Check,
	rule: ServerRule,
	port: number,
): Rule[] {
	const { rewrites } = wayOfRule(rule);
	const service = ownService(mark, asksByUdp(asks.kind) && !rewrites);
	return [
		service,
		{
			...rule,
			service: service.match,
			port: rewrites ? port : 0,
			weight: 1,
			upper: 0,
			lower: 0,
		},
	];
}

function failingOf(service: Service): CheckedRule["failing"] {
	return service.persistence !== undefined ||
		takesUdp(service) ||
		!keepsDrained(service)
		? "deleted"
		: "weight 0";
}

function takesUdp({ match }: Service): boolean {
	return (
		match.protocol === "udp" ||
		(match.protocol === "fwmark" && match.udp.length > 0)
	);
}

/** Whether answers of real servers come back with the VIP as their source, which the director has itself. */
export function answersFromVip(cluster: Cluster): boolean {
	return cluster.services.some(
		({ check, forwarding, servers }) =>
			!forwardings[forwarding].rewrites &&
			[check, ...servers.map((server) => server.check)].some(
				(each) => each !== undefined && each.asks.kind !== "command",
			),
	);
}

/** The services with a sorry server, in ipvsadm's words. */
export function sorryServers(cluster: Cluster) {
	return cluster.services.flatMap((service) => {
		const { sorry } = service;
		const server = serversOf(cluster, service).find((each) =>
			sorry !== undefined && "name" in sorry.who
				? each.name === sorry.who.name
				: isPage(cluster, each),
		);
		if (sorry === undefined || server === undefined) return [];
		const key = ruleKey(serverRuleOf(cluster, service, server));
		const { below, backFrom } = sorry;
		return [
			{
				below,
				backFrom,
				service: serviceOfKey(key),
				server: serverOfKey(key),
			},
		];
	});
}

/** The services that keep all their real servers if all of them fail, in ipvsadm's words. */
export function servicesKept(cluster: Cluster): string[] {
	return cluster.services
		.filter(
			({ check, whenAllFail, servers }) =>
				check !== undefined && whenAllFail === "keepAll" && servers.length > 0,
		)
		.map((service) => keyOfService(cluster.vip, service));
}

/** The checked services whose clients may send by UDP, in ipvsadm's words. */
export function checkedUdpServices(cluster: Cluster): string[] {
	return cluster.services
		.filter((service) => service.check !== undefined && takesUdp(service))
		.map((service) => keyOfService(cluster.vip, service));
}
