import {
	formatServiceLine,
	isServerKey,
	parseServiceLine,
	serverOfKey,
	serviceOfKey,
} from "../ipvs/key.ts";
import type { HostRecord } from "./record.ts";
import { parseAsks } from "./record-asks.ts";

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

/** Reads the record's own file, ours or that of another role: without rules and asks. An earlier version wrote an unknown stack as `""`. */
export function parseOwnText(text: string): Omit<HostRecord, "ipvs" | "asks"> {
	const { holder, ...record } = JSON.parse(text) as HostRecord;
	return holder === undefined
		? record
		: { ...record, holder: { ...holder, stack: holder.stack || undefined } };
}

/** The record without its rules and asks, which have files of their own. */
export function formatRecord({ ipvs, asks, ...record }: HostRecord): string {
	return `${JSON.stringify(record, null, "\t")}\n`;
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
