import {
	isServerKey,
	serverKey,
	serverOfKey,
	serviceOfKey,
} from "../ipvs/key.ts";
import type { HostRecord } from "./record.ts";

/** @param text of the record's own file, and of that of its rules. */
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

/** What `formatRecord` writes in a line of a record with `thresholds`, and of no other: a look seeks it by grep. */
export const thresholdsNoted = '"thresholds": true';

/** Keys of rules, each service of ours in a line with its real servers: `-t 172.18.0.70:80 172.18.0.67:80 172.18.0.68:80`. */
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
