import { addressNumber } from "../model/address.ts";
import type { Database } from "../model/database.ts";
import { defaults } from "../model/defaults.ts";
import type { Desired } from "../model/desired.ts";
import { secret } from "../model/host-text.ts";
import { storesPrograms, usualPrivileges } from "../model/privileges.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Server } from "../model/server.ts";
import { dataDirectoryPart } from "./data-directory.ts";
import { type Draft, formatDraft } from "./draft.ts";
import { engineFile } from "./engine-file.ts";
import { lagPart, lagUser } from "./lag.ts";
import { neededPasses } from "./needed-passes.ts";
import { recordOf } from "./record-of.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** The rights of a replica: to copy everything once, and then to follow. */
const replicaPrivileges = [
	"BINLOG MONITOR",
	"EVENT",
	"LOCK TABLES",
	"PROCESS",
	"RELOAD",
	"REPLICATION SLAVE",
	"SELECT",
	"SHOW VIEW",
	"TRIGGER",
];

const replicationPassword = secret("replication-password");

/** The desired state of the machine whose engine takes writes. */
export function renderDatabase(database: Database): Desired {
	const { name, databases, network, replicas, lagPort, deleteData } = database;
	const script = `${programDirectory(name)}/database`;
	const directory = dataDirectoryPart(database, "database");
	const view = {
		name,
		network,
		databases: databases.map((each) => ({
			...each,
			password: secret(`${each.name}-password`),
			rights: each.privileges,
			privileges: each.privileges.join(", "),
			quoted: each.privileges.map((right) => `'${right}'`).join(", "),
		})),
		usual: usualPrivileges,
		record: recordOf(name, "database"),
		replicationPassword,
		replicated: replicas.length > 0,
		replicaPrivileges: replicaPrivileges.join(", "),
		lagUser: lagPort === undefined ? "" : lagUser,
		deleteData,
	};
	return formatDraft({
		...engine(database, database.server),
		script,
		conditions: {
			...Object.fromEntries(
				databases.flatMap(({ name, user, privileges }) => [
					[`database ${name}`, "utf8mb4"],
					[`password of ${user}`, "as declared"],
					[`grants of ${user}`, privileges.join(",")],
				]),
			),
			...(replicas.length > 0
				? {
						"password of lvs-replica": "as declared",
					}
				: {}),
			...(lagPort === undefined
				? {}
				: { [`${lagUser} sees the replication`]: "yes" }),
		},
		sole: databases.flatMap(({ name, user }) => [
			`database ${name}`,
			`database user ${user}`,
		]),
		data: Object.fromEntries(
			databases.map((each) => [
				`database ${each.name}`,
				`${directoryOf(database)}/${directoryName(each.name)}`,
			]),
		),
		keeps: deleteData
			? []
			: [
					`${databases.length === 1 ? "database" : "databases"} ${databases.map((each) => each.name).join(", ")}: the users' data, in ${directoryOf(database)}`,
				],
		directories: directory.directories,
		files: [
			...directory.files,
			engineFile(
				database,
				{
					"bind-address": database.server.address,
					"server-id": String(addressNumber(database.server.address)),
					...(replicas.length > 0
						? { "log-bin": "binlog", "binlog-format": "ROW" }
						: {}),
				},
				replicas.length > 0 &&
					databases.some((each) => storesPrograms(each.privileges))
					? { "log-bin-trust-function-creators": "1" }
					: {},
			),
			{
				path: script,
				content: renderTemplate(
					"database/usr/local/lib/pulumi-lvs/database",
					view,
				),
				mode: "700",
				readBy: "our script",
			},
		],
	});
}

/** The desired state of a replica's machine: an engine with its own copy of the data, which follows the first engine. */
export function renderReplica(database: Database, replica: Server): Desired {
	const { name, server, port, lagPort } = database;
	const script = `${programDirectory(name)}/replica`;
	const lag = lagPart(database);
	const directory = dataDirectoryPart(database, "replica");
	const base = engine(database, replica, [
		port,
		...(lagPort === undefined ? [] : [lagPort]),
	]);
	return formatDraft({
		...base,
		script,
		units: [...(base.units ?? []), ...lag.units],
		serves: { ...base.serves, ...lag.serves },
		conditions: { follows: server.address, replication: "running" },
		sole: ["the copy of a database"],
		directories: directory.directories,
		files: [
			...directory.files,
			engineFile(
				database,
				{
					// the VIP is the destination of packets that come through an LVS service
					"bind-address": "0.0.0.0",
					"server-id": String(addressNumber(replica.address)),
					"relay-log": "relay",
					"read-only": "1",
					"gtid-strict-mode": "1",
					"report-host": replica.address,
				},
				keepalive,
			),
			{
				path: script,
				content: renderTemplate("replica/usr/local/lib/pulumi-lvs/replica", {
					name,
					primary: server.address,
					// the engine's own default needs no words
					port: port === defaults.databasePort ? "" : port,
					replicationPassword,
				}),
				mode: "700",
				readBy: "our script",
			},
			...lag.files,
		],
	});
}

function engine(
	database: Database,
	{ address }: Server,
	ports = [database.port],
): Draft {
	return {
		ownAddress: address,
		packages: ["mariadb-server"],
		units: [{ unit: "mariadb", state: "enabled active" }],
		...serves("database", [database.port]),
		...neededPasses(serverPasses({ address, ports }), database.openFilters),
		local: {
			[directoryOf(database)]:
				"A database engine keeps pages, log and locks in its own memory: a second one on the same files would overwrite them. Keep the data on a disk of this machine, and share it by replicas.",
		},
	};
}

/**
 * Connections of readers that say nothing for a while. IPVS forgets one after 15 minutes, while the engine keeps it for 8 hours; a sign of life
 * each few minutes makes it last in both.
 */
const keepalive = {
	"tcp-keepalive-time": "240",
	"tcp-keepalive-interval": "30",
	"tcp-keepalive-probes": "4",
};

function directoryOf({ dataDirectory }: Database): string {
	return dataDirectory ?? "/var/lib/mysql";
}

/** As the engine calls the directory of a database: of what a name may have, only "-" is written in another way. */
function directoryName(database: string): string {
	return database.replaceAll("-", "@002d");
}
