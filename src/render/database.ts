import type { Database } from "../model/database.ts";
import type { Desired } from "../model/desired.ts";
import { secret } from "../model/host-text.ts";
import { listensAt } from "../model/listens-at.ts";
import { serverSettings } from "../model/own-settings.ts";
import { ownerOf } from "../model/owner.ts";
import { storesPrograms, usualPrivileges } from "../model/privileges.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import {
	characters,
	databaseOptions,
	formatDatabaseUser,
	formatUsersThing,
} from "../model/users-data.ts";
import { dataDirectoryPart } from "./data-directory.ts";
import { type Draft, formatDraft } from "./draft.ts";
import { directoryOf, engine } from "./engine.ts";
import { engineDropIns } from "./engine-drop-ins.ts";
import {
	type EngineSettings,
	engineFile,
	engineSettings,
} from "./engine-file.ts";
import { lagUser } from "./lag.ts";
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

/** The desired state of the machine whose engine takes writes. */
export function renderDatabase(database: Database): Desired {
	const { name, databases, network, replicas, lagPort } = database;
	const { deleteData, sharedEngine } = database;
	const script = `${programDirectory(name)}/database`;
	const settings = sharedEngine ? undefined : settingsOf(database);
	const own =
		settings === undefined ? nothingOfOurs : ownPart(database, settings);
	const { address } = database.server;
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
		databaseOptions,
		characterSet: characters.set,
		record: recordDirectory(ownerOf({ component: name, role: "database" })),
		replicationPassword: secret("replication-password"),
		replicated: replicas.length > 0,
		replicaPrivileges: replicaPrivileges.join(", "),
		lagUser: lagPort === undefined ? "" : lagUser,
		deleteData,
		listens: sharedEngine
			? {
					at: `${address}:${database.port}`,
					pattern: listensAt(address, database.port),
				}
			: "",
	};
	return formatDraft({
		...engine(
			database,
			database.server,
			sharedEngine ? "shared" : "own",
			settings,
		),
		script,
		conditions: {
			"former accounts": "none",
			...Object.fromEntries(
				databases.flatMap(({ name, user, privileges }) => [
					[formatUsersThing({ kind: "database", name }), characters.set],
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
			...(sharedEngine
				? { [`the engine listens at ${address}:${database.port}`]: "yes" }
				: {}),
		},
		sole: databases.flatMap(({ name, user }) => [
			formatUsersThing({ kind: "database", name }),
			formatDatabaseUser(user),
		]),
		data: Object.fromEntries(
			databases.map((each) => [
				formatUsersThing({ kind: "database", name: each.name }),
				`${directoryOf(database)}/${directoryName(each.name)}`,
			]),
		),
		keeps: deleteData
			? []
			: [
					`${databases.length === 1 ? "database" : "databases"} ${databases.map((each) => each.name).join(", ")}: the users' data, in ${directoryOf(database)}`,
				],
		directories: own.directories,
		files: [
			...own.files,
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

/** The settings of an engine that this component sets up. */
function settingsOf(database: Database): EngineSettings {
	const { server, databases, replicas } = database;
	const replicated = replicas.length > 0;
	return engineSettings(
		database,
		serverSettings(server.address, replicated),
		replicated && databases.some((each) => storesPrograms(each.privileges))
			? { "log-bin-trust-function-creators": "1" }
			: {},
	);
}

type OwnPart = Required<Pick<Draft, "files" | "directories">>;

const nothingOfOurs: OwnPart = { files: [], directories: [] };

/** The settings of an engine that this component sets up, and how its unit starts. */
function ownPart(database: Database, settings: EngineSettings): OwnPart {
	const { name } = database;
	return {
		directories: [engineDropIns],
		files: [
			...dataDirectoryPart(database, "database").files,
			{
				path: `${engineDropIns.path}/lvs-${name}-boot.conf`,
				content: renderTemplate(
					"database/etc/systemd/system/mariadb-boot.conf",
					{ name },
				),
				mode: "644",
				readBy: "systemd, as a drop-in",
			},
			engineFile(database, settings),
		],
	};
}

/** The name that the engine gives to the directory of a database: of the characters that a name may have, only "-" is written differently. */
function directoryName(database: string): string {
	return database.replaceAll("-", "@002d");
}
