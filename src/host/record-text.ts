import {
	isServerKey,
	serverKey,
	serverOfKey,
	serviceOfKey,
} from "../ipvs/key.ts";
import type { HostRecord } from "./record.ts";

/**
 * @param text the record's own file
 * @param rules the file with the record's rules
 */
export function parseRecord(
	text: string,
	rules: string,
): HostRecord | undefined {
	return text.trim() === ""
		? undefined
		: { ...JSON.parse(text), ipvs: parseRules(rules) };
}

/** The record without its rules. */
export function formatRecord({ ipvs, ...record }: HostRecord): string {
	return `${JSON.stringify(record, null, "\t")}\n`;
}

/** A line that `formatRecord` writes only for a record with `thresholds`. A look finds it by grep. */
export const thresholdsNoted = '"thresholds": true';

/** Writes the keys of rules, one line for each service with its real servers: `-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80`. */
export function formatRules(keys: readonly string[]): string {
	const services = new Map<string, string[]>();
	for (const key of [...keys].sort()) {
		const service = serviceOfKey(key);
		const line = services.get(service) ?? [service];
		if (isServerKey(key)) line.push(serverOfKey(key));
		services.set(service, line);
	}
	return [...services.values()].map((line) => `${line.join(" ")}\n`).join("");
}

function parseRules(text: string): string[] {
	return text
		.split("\n")
		.filter((line) => line !== "")
		.flatMap((line) => {
			const [option, address, ...servers] = line.split(" ");
			const service = `${option} ${address}`;
			return [service, ...servers.map((server) => serverKey(service, server))];
		})
		.sort();
}
