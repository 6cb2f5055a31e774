import { parseTable } from "../../ipvs/parse-rule.ts";
import { hasThreshold } from "../../ipvs/rule.ts";
import { forwarding } from "../forwarding.ts";
import { isHeldRule } from "../held.ts";
import { foundKinds } from "../kinds/every-kind.ts";
import type { Situation } from "../kinds/kind.ts";
import { madeFor } from "../kinds/made-text.ts";
import type { Observed } from "../observed.ts";
import {
	type Found,
	type FoundKindName,
	type HostRecord,
	only,
	without,
} from "../record.ts";
import type { Back } from "./give-back.ts";

/** The parts of the record that are no longer desired. Their things must go back to what was found before the record forgets them. */
export function droppedFrom(record: HostRecord, situation: Situation): Back {
	const { desired } = situation;
	const kept = madeFor(desired);
	return {
		...ofEach((name, noted) =>
			goBack(noted, situation) ? without(record[name], desired[name]) : {},
		),
		establishes: record.establishes.filter((name) => !kept.includes(name)),
	};
}

/** The record that must be on the host before `desired` is applied: its present record, extended by everything that is touched for the first time. */
export function extendRecord(situation: Situation): HostRecord {
	const { desired, observed } = situation;
	const { record } = observed;
	const holder = situation.holder ?? record?.holder;
	const thresholds = [
		...parseTable(desired.ipvs).values(),
		...(record?.ipvs ?? []).flatMap((key) => observed.ipvs.get(key) ?? []),
	].some(hasThreshold);
	const found = ofEach((name, how) => {
		const { things, found } = how;
		const noted = record?.[name] ?? {};
		const others = how.perRole ? {} : observed.neighbours[name];
		return {
			...Object.fromEntries(
				(things?.(situation) ?? Object.keys(desired[name])).map((thing) => [
					thing,
					others[thing] ?? found(thing, situation),
				]),
			),
			...(goBack(how, situation) ? only(noted, desired[name]) : noted),
		};
	});
	const ipvs = [
		...new Set([
			// we forget rules that are gone, as somebody else may add a rule with the same key later
			...(record?.ipvs ?? []).filter((key) => observed.ipvs.has(key)),
			...Object.keys(desired.ipvs),
		]),
	].sort();
	const rulesBefore = rulesBeforeUs(ipvs, observed);
	return {
		schemaVersion: 1,
		...found,
		ipvs,
		...(rulesBefore.length === 0 ? {} : { rulesBefore }),
		establishes: madeFor(desired),
		...(desired.sole === undefined ? {} : { sole: desired.sole }),
		...(holder === undefined ? {} : { holder }),
		asks: [
			...(thresholds ? (["thresholds"] as const) : []),
			...(forwarding in found.sysctls ? (["forwarders"] as const) : []),
		],
	};
}

/** The rules that the table had before us, and before any other role of ours that has them too. */
function rulesBeforeUs(
	ipvs: readonly string[],
	{ record, neighbours, ipvs: table }: Observed,
): string[] {
	const ours = new Set(record?.ipvs);
	const before = new Set([
		...(record?.rulesBefore ?? []),
		...neighbours.rulesBefore,
	]);
	return ipvs.filter(
		(key) =>
			before.has(key) ||
			(!ours.has(key) && table.has(key) && !isHeldRule(key, neighbours)),
	);
}

/** Whether things that are no longer declared go back now. */
function goBack({ untilDropped, waits }: Noted, situation: Situation): boolean {
	return untilDropped && waits?.(situation) !== true;
}

type Noted = (typeof foundKinds)[number][1]["noted"];

function ofEach(
	part: (name: FoundKindName, noted: Noted) => Found,
): Record<FoundKindName, Found> {
	return Object.fromEntries(
		foundKinds.map(([name, { noted }]) => [name, part(name, noted)]),
	) as Record<FoundKindName, Found>;
}
