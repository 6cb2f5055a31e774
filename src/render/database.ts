import { addressNumber } from "../model/address.ts";
import type { Database } from "../model/database.ts";
import { defaults } from "../model/defaults.ts";
import { type Desired, nothing } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import type { Server } from "../model/server.ts";
import { serverPasses } from "./server-passes.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** The rights of an application in its own database. Sorted, as the script on the server prints them. */
const privileges = [
	"ALTER",
	"CREATE",
	"DELETE",
	"DROP",
	"INDEX",
	"INSERT",
	"SELECT",
	"UPDATE",
];

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

/** The desired state of the machine whose engine takes writes. */
export function renderDatabase(database: Database): Desired {
	const { name, databases, network, replicas, deleteData } = database;
	const script = `${programDirectory(name)}/database`;
	const view = {
		name,
		network,
		databases,
		privileges: privileges.join(", "),
		quoted: privileges.map((each) => `'${each}'`).join(", "),
		replicated: replicas.length > 0,
		replicaPrivileges: replicaPrivileges.join(", "),
		deleteData,
	};
	return {
		...engine(database, database.server),
		script,
		conditions: {
			...Object.fromEntries(
				databases.flatMap(({ name, user }) => [
					[`database ${name}`, "utf8mb4"],
					[`password of ${user}`, "as declared"],
					[`grants of ${user}`, privileges.join(",")],
				]),
			),
			...(replicas.length > 0
				? { "password of lvs-replica": "as declared" }
				: {}),
		},
		sole: databases.flatMap(({ name, user }) => [
			`database ${name}`,
			`database user ${user}`,
		]),
		keeps: deleteData
			? []
			: [
					`${databases.length === 1 ? "database" : "databases"} ${databases.map((each) => each.name).join(", ")}: the users' data`,
				],
		files: {
			...engineFiles(database, {
				"bind-address": database.server.address,
				"server-id": String(addressNumber(database.server.address)),
				...(replicas.length > 0
					? { "log-bin": "binlog", "binlog-format": "ROW" }
					: {}),
			}),
			[script]: {
				content: renderTemplate(
					"database/usr/local/lib/pulumi-lvs/database",
					view,
				),
				mode: "700",
			},
		},
	};
}

/** The desired state of a replica's machine: an engine with its own copy of the data, which follows the first engine. */
export function renderReplica(database: Database, replica: Server): Desired {
	const { name, server, port } = database;
	const script = `${programDirectory(name)}/replica`;
	return {
		...engine(database, replica),
		script,
		conditions: { follows: server.address, replication: "running" },
		sole: ["the copy of a database"],
		files: {
			...engineFiles(database, {
				// the VIP is the destination of packets that come through an LVS service
				"bind-address": "0.0.0.0",
				"server-id": String(addressNumber(replica.address)),
				"relay-log": "relay",
				"read-only": "1",
				"gtid-strict-mode": "1",
				"report-host": replica.address,
			}),
			[script]: {
				content: renderTemplate("replica/usr/local/lib/pulumi-lvs/replica", {
					name,
					primary: server.address,
					// the engine's own default needs no words
					port: port === defaults.databasePort ? "" : port,
				}),
				mode: "700",
			},
		},
	};
}

function engine(
	{ dataDirectory, port }: Database,
	{ address }: Server,
): Desired {
	const ports = [port];
	return {
		...nothing,
		ownAddress: address,
		packages: { "mariadb-server": "installed" },
		units: { mariadb: "enabled active" },
		...serves("database", ports),
		passes: serverPasses({ address, ports }),
		local: {
			[dataDirectory ?? "/var/lib/mysql"]:
				"A database engine keeps pages, log and locks in its own memory: a second one on the same files would overwrite them. Keep the data on a disk of this machine, and share it by replicas.",
		},
	};
}

function engineFiles(
	{ name, dataDirectory, settings }: Database,
	ours: Readonly<Record<string, string>>,
): Desired["files"] {
	return {
		[`@mariadb-conf@/99-lvs-${name}.cnf`]: {
			content: renderTemplate("database/etc/lvs.cnf", {
				name,
				settings: Object.entries({
					...settings,
					...ours,
					...(dataDirectory === undefined ? {} : { datadir: dataDirectory }),
				}).map(([key, value]) => ({ key, value })),
			}),
			mode: "644",
			restarts: "mariadb",
		},
	};
}
