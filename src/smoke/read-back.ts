import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeclarationError } from "../errors.ts";
import type { Cluster } from "../model/cluster.ts";
import { defaults } from "../model/defaults.ts";
import { formatCounts } from "./app-service.ts";
import type { Check } from "./check.ts";
import { runSql } from "./run-sql.ts";
import type { Later } from "./web-app.ts";

/** Declares a check of a service that spreads reading over replicas. */
export interface ReadBackArgs {
	/** Name of the service of the replicas. */
	readonly service: string;
	/** The database that takes writes: `database.access("shop")`. */
	readonly database: {
		readonly address: Later;
		/** TCP port of the engine. Default 3306. */
		readonly port?: number | Exclude<Later, string>;
		readonly database: string;
		readonly user: Later;
		/** A Pulumi secret. */
		readonly password: Later;
	};
	/** How many seconds a replica may take until it has what was written. Default 5. */
	readonly seconds?: number;
}

export interface ReadBackDeclared extends ReadBackArgs {
	readonly kind: "readBack";
	readonly seconds: number;
}

export interface ReadBackResolved {
	readonly kind: "readBack";
	readonly service: string;
	readonly vip: string;
	readonly port: number;
	readonly realServers: Readonly<Record<string, string>>;
	readonly database: {
		readonly address: string;
		readonly port?: number;
		readonly database: string;
		readonly user: string;
		readonly password: string;
	};
	readonly seconds: number;
}

/**
 * Writes rows to the database that takes writes, and reads each row back in two ways. In that database it must be visible at once. By the service, every
 * replica must take part, refuse a write, and have the row in time.
 */
export function readBack({
	seconds = 5,
	...args
}: ReadBackArgs): ReadBackDeclared {
	return { kind: "readBack", ...args, seconds };
}

export const readBackCheck: Check<ReadBackDeclared, ReadBackResolved> = {
	alone: false,

	resolve(declared, cluster: Cluster) {
		const service = cluster.services.find(
			({ name }) => name === declared.service,
		);
		const wrong = (message: string) =>
			new DeclarationError(`readBack of cluster ${cluster.name}`, [
				{ path: "service", message },
			]);
		if (service === undefined)
			throw wrong(
				`no service ${JSON.stringify(declared.service)}; the cluster has ${cluster.services.map(({ name }) => name).join(", ")}`,
			);
		if (service.match.protocol !== "tcp" || service.match.port === "all")
			throw wrong(`${service.name} is no TCP port`);
		return {
			kind: "readBack",
			service: service.name,
			vip: cluster.vip,
			port: service.match.port,
			realServers: Object.fromEntries(
				service.servers
					.filter(({ weight }) => weight > 0)
					.map(({ name, address }) => [name, address]),
			),
			database: declared.database as ReadBackResolved["database"],
			seconds: declared.seconds,
		};
	},

	async run(resolved, client) {
		const { database, realServers, seconds, service, vip, port } = resolved;
		const names = Object.keys(realServers);
		const table = `lvs_${randomBytes(4).toString("hex")}`;
		const writer = {
			address: database.address,
			port: database.port ?? defaults.databasePort,
		};
		const reader = { address: vip, port };
		const on = (where: typeof writer, sql: readonly string[]) =>
			runSql(client, database, where, sql);
		const last = (lines: readonly string[]) => lines.at(-1) ?? "";

		await on(writer, [`CREATE TABLE ${table} (n INT PRIMARY KEY)`]);
		try {
			const own = last(
				await on(writer, [
					`INSERT INTO ${table} VALUES (0)`,
					`SELECT COUNT(*) FROM ${table}`,
				]),
			);
			const counts: Record<string, number> = Object.fromEntries(
				names.map((name) => [name, 0]),
			);
			let slowest = 0;
			const stale: string[] = [];
			const late = new Set<string>();
			for (let row = 1; row <= 3 * names.length; row++) {
				await on(writer, [`INSERT INTO ${table} VALUES (${row})`]);
				const { found, by, after } = await until(seconds, async () => {
					// a replica that lags may not have the table yet, but it still says who it is
					const [by = "", rows = ""] = await runSql(
						client,
						database,
						reader,
						[
							"SELECT @@report_host",
							`SELECT COUNT(*) FROM ${table} WHERE n = ${row}`,
						],
						{ goOn: true },
					).catch(() => []);
					return { found: rows === "1", by };
				});
				const name = names.find((each) => realServers[each] === by) ?? by;
				counts[name] = (counts[name] ?? 0) + 1;
				if (found) slowest = Math.max(slowest, after);
				else {
					stale.push(`row ${row} not on ${name || "any"} after ${seconds} s`);
					late.add(name);
					// more of the same would only cost waiting
					if (names.every((each) => late.has(each))) break;
				}
			}
			const write = await on(reader, [`INSERT INTO ${table} VALUES (-1)`]).then(
				() => "taken",
				(error: unknown) =>
					/read-only/.test(String(error))
						? "refused (read-only)"
						: String(error),
			);
			const rows = Object.values(counts).reduce((sum, n) => sum + n, 0);
			const idle = names.filter((name) => counts[name] === 0);
			const passed =
				own === "1" &&
				stale.length === 0 &&
				idle.length === 0 &&
				write.startsWith("refused");
			return {
				check: `readBack at ${service}`,
				passed,
				did: `wrote ${rows} rows to ${database.address}, read each back there and by ${vip}:${port}`,
				expected: `at once where it was written, within ${seconds} s on each of ${names.join(", ")}, and writes refused there`,
				saw: [
					own === "1" ? "at once" : `its own row missing (${own})`,
					formatCounts(counts),
					...(stale.length > 0
						? stale
						: [`slowest after ${slowest.toFixed(1)} s`]),
					`a write by the service: ${write}`,
				].join("; "),
				counts,
				answer: passed
					? "reading can be shared; what was just written is read where it was written"
					: stale.length > 0
						? "a replica lags: what was just written must be read where it was written"
						: "reading is not shared as declared",
			};
		} finally {
			await on(writer, [`DROP TABLE ${table}`]).catch(() => []);
		}
	},
};

async function until<Found extends { readonly found: boolean }>(
	seconds: number,
	look: () => Promise<Found>,
): Promise<Found & { readonly after: number }> {
	const start = performance.now();
	for (;;) {
		const seen = await look();
		const after = (performance.now() - start) / 1000;
		if (seen.found || after > seconds) return { ...seen, after };
		await sleep(200);
	}
}
