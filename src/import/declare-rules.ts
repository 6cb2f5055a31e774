import { isMark } from "../ipvs/rule.ts";
import { byPlace } from "./by-place.ts";
import { declareSettings } from "./declare-settings.ts";
import { type DeclaredRules, declareVip } from "./declare-vip.ts";
import { doorRefusals, type Refusal } from "./door-refusals.ts";
import {
	linesOfRefusals,
	linesOfRefused,
	serversOf,
	wholeOf,
} from "./lines-of-refusals.ts";
import { placeOf } from "./place-of.ts";
import type { ReadRules, ReadService } from "./read-rules.ts";
import type { Unread } from "./script/read-script.ts";
import { structuralRefusals } from "./structural-refusals.ts";

export interface Imported {
	/** Each passes the check of the model, as far as the rules contain its values. */
	readonly clusters: readonly DeclaredRules[];
	/** The lines that could not be declared. */
	readonly unread: readonly Unread[];
	/** Remarks on lines that were declared, where the result is not obvious. */
	readonly remarks: readonly Unread[];
}

/**
 * Turns rules into declarations, one for each VIP. Rendered, they give the same rules again. Services by marks belong to the VIP that is named for them, or to
 * the only one. Where there is none, it is left to be filled in.
 */
export function declareRules(
	{ services, unread, remarks, settings }: ReadRules,
	{
		markVip,
		others = [],
		links = new Map(),
	}: {
		readonly markVip?: string | undefined;
		/** Addresses that may be the VIP of a mark too. */
		readonly others?: readonly string[];
		/** The interface of a VIP, where it is known. */
		readonly links?: ReadonlyMap<string, string>;
	} = {},
): Imported {
	const left: Unread[] = [...unread];
	const vips = [
		...new Set(services.filter((service) => !isOfMark(service)).map(vipOf)),
	];
	const ofMarks = markVip ?? (vips.length === 1 ? vips[0] : undefined);
	const isHomeless = (service: ReadService) =>
		isOfMark(service) &&
		ofMarks === undefined &&
		(vips.length > 1 || others.length > 1);
	for (const service of services.filter(isHomeless))
		left.push(
			...linesOfRefused(
				service,
				"these rules name several VIPs, and a mark does not say which is its own: name it with --vip ADDRESS",
			),
		);
	const told: Unread[] = [];
	const clusters: DeclaredRules[] = [];
	const housed = services.filter((service) => !isHomeless(service));
	for (const vip of new Set([
		...vips,
		...(housed.some(isOfMark) ? [ofMarks] : []),
	])) {
		const { declared, good, refused } = declareChecked(
			vip,
			housed.filter((service) =>
				isOfMark(service) ? vip === ofMarks : vipOf(service) === vip,
			),
			vip === undefined ? undefined : links.get(vip),
		);
		left.push(...refused);
		if (declared !== undefined) clusters.push(declared);
		for (const service of good.filter(isOfMark))
			told.push({
				...placeOf(service),
				reason: `${vip === undefined ? noVip : ""}its ports are not in these rules: fill in those that get the mark, like tcp: [80, 443]`,
			});
	}
	const settled = declareSettings(clusters, settings);
	return {
		clusters: settled.clusters,
		unread: [...left, ...settled.unread].sort(byPlace),
		remarks: [...remarks, ...told, ...settled.remarks],
	};
}

/** What is said of a mark to which nothing gives a VIP. */
const noVip =
	"these rules name no VIP: fill in `vip`, to which packets with the mark go, or name it with --vip ADDRESS; and ";

/** Declares what passes the check of the model. What does not is left out, and then the rest is checked again. */
function declareChecked(
	vip: string | undefined,
	services: readonly ReadService[],
	link: string | undefined,
): {
	readonly declared: DeclaredRules | undefined;
	readonly good: readonly ReadService[];
	readonly refused: readonly Unread[];
} {
	const refused: Unread[] = [];
	for (let good = services; ; ) {
		const bad = structuralRefusals(vip, good);
		if (bad.length === 0 && good.length === 0)
			return { declared: undefined, good, refused };
		const declared = bad.length > 0 ? undefined : declareVip(vip, good, link);
		const refusals =
			declared === undefined ? bad : doorRefusals(declared, good);
		if (refusals.length === 0) return { declared, good, refused };
		refused.push(...linesOfRefusals(refusals));
		good = without(good, refusals);
	}
}

function without(
	services: readonly ReadService[],
	refusals: readonly Refusal[],
): ReadService[] {
	const whole = wholeOf(refusals);
	const servers = serversOf(refusals);
	const limited = new Set(
		refusals.flatMap(({ server, limit }) =>
			server === undefined || limit === undefined ? [] : [server],
		),
	);
	return services
		.filter((service) => !whole.has(service))
		.map((service) => {
			const parts = refusals.filter((each) => each.service === service);
			const rest = { ...service };
			for (const { part } of parts) if (part !== undefined) delete rest[part];
			return {
				...rest,
				servers: service.servers
					.filter((server) => !servers.has(server))
					.map((server) =>
						limited.has(server)
							? { ...server, rule: { ...server.rule, upper: 0, lower: 0 } }
							: server,
					),
			};
		});
}

function isOfMark({ rule: { match } }: ReadService): boolean {
	return isMark(match);
}

function vipOf({ rule: { match } }: ReadService): string {
	return isMark(match) ? "" : match.address.text;
}
