import { createHash } from "node:crypto";
import { wayOfRule } from "../ipvs/forwarding.ts";
import type { Rule, ServerRule } from "../ipvs/rule.ts";
import { keepsDrained } from "../ipvs/schedulers.ts";
import { type AskedPlace, askedPlace } from "../model/asked-place.ts";
import type {
	Check,
	Cluster,
	Service,
	ServiceServer,
} from "../model/cluster.ts";
import { firstPlace, mostPlaces, ownMark } from "../model/own-mark.ts";
import { asksByUdp } from "../model/port-to-ask.ts";
import type { CheckedPlace, CheckedRule } from "./checked-place.ts";
import { takesUdp } from "./checked-services.ts";
import { ownService } from "./own-service.ts";
import { serverRuleOf } from "./rules.ts";
import { forwardingTo, isPage, pageCheck, serversOf } from "./sorry-page.ts";

/** The places of a cluster that are checked, each once. */
export function checkedPlaces(cluster: Cluster): CheckedPlace[] {
	const places = new Map<string, CheckedPlace>();
	for (const service of cluster.services) {
		const { check: usual } = service;
		if (usual === undefined) continue;
		for (const server of serversOf(cluster, service)) {
			const wanted = wantedOf(cluster, service, server, server.check ?? usual);
			const { key, rule, told } = wanted;
			const before = places.get(key);
			places.set(
				key,
				before === undefined
					? newPlace(cluster, wanted, [...places.values()])
					: {
							...before,
							rules: [...before.rules, rule],
							told: [...new Set([...before.told, ...told])],
						},
			);
		}
	}
	return [...places.values()];
}

/** What a service wants to know of one of its real servers. */
interface Wanted {
	/** Those with the same key share a place. */
	readonly key: string;
	readonly server: ServiceServer;
	readonly check: Check;
	/** The place without its turn, and what is asked there. */
	readonly asked: AskedPlace;
	readonly rule: CheckedRule;
	readonly told: readonly string[];
	/** Whether it is the page that the director serves itself. */
	readonly page: boolean;
}

function wantedOf(
	cluster: Cluster,
	service: Service,
	server: ServiceServer,
	declared: Check,
): Wanted {
	const page = isPage(cluster, server);
	const rule = serverRuleOf(cluster, service, server);
	const check = page ? pageCheck(declared, rule.port) : declared;
	const { slowStartSeconds, tell } = check;
	const asked = askedPlace(
		service,
		server,
		check,
		forwardingTo(cluster, service, server),
	);
	return {
		key: `${asked.place} ${asked.definition}`,
		server,
		check,
		asked,
		rule: { rule, failing: failingOf(service), slowStartSeconds },
		told: tell === undefined ? [] : [tell],
		page,
	};
}

/** @param others the places before it. */
function newPlace(
	cluster: Cluster,
	{ key, server, check, asked, rule, told, page }: Wanted,
	others: readonly CheckedPlace[],
): CheckedPlace {
	const { place, definition, port } = asked;
	const same = others.filter(
		(other) => other.place.split("#")[0] === place,
	).length;
	const number = numberOf(
		key,
		others.map((other) => other.number),
	);
	const mark =
		page || check.asks.kind === "command"
			? undefined
			: ownMark(cluster.name, number);
	return {
		number,
		place: same === 0 ? place : `${place}#${same + 1}`,
		definition,
		port,
		check,
		name: server.name,
		address: server.address,
		to: mark === undefined ? port : portTo(number, check, rule.rule),
		mark,
		probes: mark === undefined ? [] : probesOf(mark, check, rule.rule, port),
		rules: [rule],
		told,
	};
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
