import {
	isServerKey,
	serverKey,
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
				...JSON.parse(record),
				ipvs: parseRules(rules),
				asks: parseAsks(asks),
			};
}

/** The record without its rules and asks, which have files of their own. */
export function formatRecord({ ipvs, asks, ...record }: HostRecord): string {
	return `${JSON.stringify(record, null, "\t")}\n`;
}

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
