import {
	formatServiceLine,
	isServerKey,
	parseServiceLine,
	serverOfKey,
	serviceOfKey,
} from "../ipvs/key.ts";
import {
	type Found,
	type FoundKindName,
	foundKindNames,
	type HostRecord,
} from "./record.ts";
import { parseAsks } from "./record-asks.ts";

/** What a record says of kinds that it does not name. */
const beforeUs = {
	...(Object.fromEntries(foundKindNames.map((name) => [name, {}])) as Readonly<
		Record<FoundKindName, Found>
	>),
	establishes: [],
};

/** The texts of the record's three files; empty for a file that does not exist. */
interface RecordTexts {
	readonly record: string;
	readonly rules: string;
	readonly asks: string;
}

export function parseRecord({
	record,
	rules,
	asks,
}: RecordTexts): HostRecord | undefined {
	return record.trim() === ""
		? undefined
		: {
				...parseOwnText(record),
				ipvs: parseRules(rules),
				asks: parseAsks(asks),
			};
}

/**
 * Reads the record's own file, ours or that of another role: without rules and asks. An earlier version knew fewer kinds, so it made nothing of the other
 * kinds. It wrote an unknown stack as `""`, and `thresholds` in place of a file of asks.
 */
export function parseOwnText(text: string): Omit<HostRecord, "ipvs" | "asks"> {
	const { holder, thresholds, rulesBefore, ...noted } = JSON.parse(
		text,
	) as Omit<HostRecord, "rulesBefore"> & {
		readonly thresholds?: boolean;
		readonly rulesBefore?: string;
	};
	const record = {
		...noted,
		...beforeUs,
		...noted,
		...(rulesBefore === undefined
			? {}
			: { rulesBefore: parseRules(rulesBefore) }),
	};
	return holder === undefined
		? record
		: { ...record, holder: { ...holder, stack: holder.stack || undefined } };
}

/** The record without its rules and asks, which have files of their own. */
export function formatRecord({
	ipvs,
	asks,
	rulesBefore,
	...record
}: HostRecord): string {
	// there may be thousands, so they are written as in the file of the rules
	const before =
		rulesBefore === undefined ? {} : { rulesBefore: formatRules(rulesBefore) };
	return `${JSON.stringify({ ...record, ...before }, null, "\t")}\n`;
}

/** Writes the keys of rules, one line for each service with its real servers. */
export function formatRules(keys: readonly string[]): string {
	const services = new Map<string, string[]>();
	for (const key of [...keys].sort()) {
		const service = serviceOfKey(key);
		const servers = services.get(service) ?? [];
		if (isServerKey(key)) servers.push(serverOfKey(key));
		services.set(service, servers);
	}
	return [...services]
		.map(([service, servers]) => `${formatServiceLine(service, servers)}\n`)
		.join("");
}

function parseRules(text: string): string[] {
	return text
		.split("\n")
		.filter((line) => line !== "")
		.flatMap((line) => {
			const { service, servers } = parseServiceLine(line);
			return [service, ...servers];
		})
		.sort();
}
