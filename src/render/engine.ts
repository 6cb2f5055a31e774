import type { Database } from "../model/database.ts";
import { defaults } from "../model/defaults.ts";
import type { DesiredEngine } from "../model/desired.ts";
import { plainSetting } from "../model/engine-settings.ts";
import type { Server } from "../model/server.ts";
import { type Asked, clientPasses } from "./client-passes.ts";
import type { Draft } from "./draft.ts";
import type { EngineSettings } from "./engine-file.ts";
import { neededPasses } from "./needed-passes.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";

/**
 * The needs of every machine with an engine, whether it takes writes or follows.
 *
 * @param settings the settings in our file, if there is one.
 * @param ports the ports at which others ask the machine.
 * @param asked the machines that it asks.
 */
export function engine(
	database: Database,
	{ address }: Server,
	as: DesiredEngine["as"],
	settings: EngineSettings | undefined,
	ports = [database.port],
	asked: readonly Asked[] = [],
): Draft {
	const isCopy = as === "copy";
	return {
		ownAddress: address,
		// a shared engine is already there, wherever its owner got it from
		packages: as === "shared" ? [] : ["mariadb-server"],
		units: [{ unit: "mariadb", state: "enabled active" }],
		engine: {
			as,
			databases: isCopy ? [] : database.databases.map(({ name }) => name),
			users: isCopy
				? []
				: database.databases.map(({ user }) => `${user}@${database.network}`),
			address,
			port: database.port,
			directory: directoryOf(database),
			connections: database.maxConnections,
			...(settings === undefined
				? {}
				: {
						settings: Object.fromEntries(
							Object.entries(settings).map(([name, value]) => [
								plainSetting(name),
								value,
							]),
						),
					}),
		},
		...serves("database", [database.port]),
		...neededPasses(
			{ ...serverPasses({ address, ports }), ...clientPasses(asked) },
			database.openFilters,
		),
		local: {
			[directoryOf(database)]:
				"A database engine keeps pages, log and locks in its own memory: a second one on the same files would overwrite them. Keep the data on a disk of this machine, and share it by replicas.",
		},
	};
}

/** Where the engine keeps its data. */
export function directoryOf({ dataDirectory }: Database): string {
	return dataDirectory ?? defaults.databaseDirectory;
}
