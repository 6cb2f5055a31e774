import { isMark } from "../ipvs/rule.ts";
import { byPlace } from "./by-place.ts";
import { type DeclaredRules, declareVip } from "./declare-vip.ts";
import { doorRefusals, type Refusal } from "./door-refusals.ts";
import { mostFrequent } from "./most-frequent.ts";
import {
	healthParts,
	notDeclared,
	type ReadRules,
	type ReadService,
} from "./read-rules.ts";
import type { Place, Unread } from "./script/read-script.ts";
import { tunnelOf, whyNot } from "./why-not.ts";

export interface Imported {
	/** Each passes the check of the model, as far as rules tell. */
	readonly clusters: readonly DeclaredRules[];
	/** What could not be declared, by its line. */
	readonly unread: readonly Unread[];
	/** What was declared, and is not plain to see. */
	readonly remarks: readonly Unread[];
}

/**
 * Turns rules into declarations, one for each VIP. Rendered, they give the same rules again. Services joined by marks belong to the VIP
 * that is named for them, or to the only one.
 */
export function declareRules(
	{ services, unread, remarks }: ReadRules,
	{
		markVip,
		links = new Map(),
	}: {
		readonly markVip?: string | undefined;
		/** The interface of a VIP, where it is known. */
		readonly links?: ReadonlyMap<string, string>;
	} = {},
): Imported {
	const left: Unread[] = [...unread];
	const vips = [
		...new Set(services.filter((service) => !isOfMark(service)).map(vipOf)),
	];
	const ofMarks = markVip ?? (vips.length === 1 ? vips[0] : undefined);
	const homeless = services.filter(
		(service) => isOfMark(service) && ofMarks === undefined,
	);
	for (const service of homeless)
		left.push(
			...refusalLines(
				service,
				`${vips.length === 0 ? "these rules name no VIP" : "these rules name several VIPs"}, and a mark does not tell its own: name it with --vip ADDRESS`,
			),
		);
	const clusters: DeclaredRules[] = [];
	for (const vip of new Set([
		...vips,
		...(services.some(isOfMark) && ofMarks !== undefined ? [ofMarks] : []),
	])) {
		const { declared, good, refused } = declareChecked(
			vip,
			services.filter((service) =>
				isOfMark(service) ? vip === ofMarks : vipOf(service) === vip,
			),
			links.get(vip),
		);
		left.push(...refused);
		if (declared !== undefined) clusters.push(declared);
		for (const service of good.filter(isOfMark))
			left.push({
				...placeOf(service),
				reason:
					"declared without its ports, which are not in the rules: name those that get the mark, like tcp: [80, 443]",
			});
	}
	return { clusters, unread: left.sort(byPlace), remarks };
}

/** Declares what passes the check of the model. What does not is left out, and then the rest is checked again. */
function declareChecked(
	vip: string,
	services: readonly ReadService[],
	link: string | undefined,
): {
	readonly declared: DeclaredRules | undefined;
	readonly good: readonly ReadService[];
	readonly refused: readonly Unread[];
} {
	const refused: Unread[] = [];
	for (let good = services; ; ) {
		const bad = structural(vip, good);
		if (bad.length === 0 && good.length === 0)
			return { declared: undefined, good, refused };
		const declared = bad.length > 0 ? undefined : declareVip(vip, good, link);
		const refusals =
			declared === undefined ? bad : doorRefusals(declared, good);
		if (refusals.length === 0) return { declared, good, refused };
		refused.push(...linesOf(refusals));
		good = without(good, refusals);
	}
}

/** What a declaration has no place for. */
function structural(vip: string, services: readonly ReadService[]): Refusal[] {
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

function sorryRefusals(vip: string, service: ReadService): Refusal[] {
	const { sorry, servers } = service;
	const reason =
		sorry === undefined
			? undefined
			: sorry.value === vip
				? servesItself
				: servers.some(({ rule }) => rule.address.text === sorry.value)
					? "it is a real server of this service too, and can serve only while too few others pass; name another machine"
					: undefined;
	return reason === undefined
		? []
		: [{ service, server: undefined, part: "sorry", reason }];
}

function without(
	services: readonly ReadService[],
	refusals: readonly Refusal[],
): ReadService[] {
	const whole = wholeOf(refusals);
	const servers = new Set(refusals.map(({ server }) => server));
	return services
		.filter((service) => !whole.has(service))
		.map((service) => {
			const parts = refusals.filter((each) => each.service === service);
			const rest = { ...service };
			for (const { part } of parts) if (part !== undefined) delete rest[part];
			return {
				...rest,
				servers: service.servers.filter((server) => !servers.has(server)),
			};
		});
}

/** The services that are refused as a whole. */
function wholeOf(refusals: readonly Refusal[]): ReadonlySet<ReadService> {
	return new Set(
		refusals
			.filter(({ server, part }) => server === undefined && part === undefined)
			.map(({ service }) => service),
	);
}

/** Each rule that is refused is said once, with every reason. */
function linesOf(refusals: readonly Refusal[]): Unread[] {
	const whole = wholeOf(refusals);
	const reasons = new Map<Place, Set<string>>();
	for (const { service, server, part, reason } of refusals) {
		const isPart = server !== undefined || part !== undefined;
		if (isPart && whole.has(service)) continue;
		const place = server ?? (part && service[part]) ?? service;
		reasons.set(place, (reasons.get(place) ?? new Set()).add(reason));
	}
	return [...reasons].flatMap(([place, all]) => {
		const reason = [...all].join("; ");
		return isService(place)
			? refusalLines(place, reason)
			: [{ ...placeOf(place), reason }];
	});
}

function isService(place: Place): place is ReadService {
	return "servers" in place;
}

function placeOf({ file, line, text }: Place): Place {
	return { ...(file === undefined ? {} : { file }), line, text };
}

/** A service that is refused, and its real servers, which go with it. */
function refusalLines(service: ReadService, reason: string): Unread[] {
	const parts = healthParts.flatMap((part) => service[part] ?? []);
	return [
		{ ...placeOf(service), reason },
		...[...service.servers, ...parts].map((place) => ({
			...placeOf(place),
			reason: notDeclared(service),
		})),
	];
}

function isOfMark({ rule: { match } }: ReadService): boolean {
	return isMark(match);
}

function vipOf({ rule: { match } }: ReadService): string {
	return isMark(match) ? "" : match.address.text;
}
