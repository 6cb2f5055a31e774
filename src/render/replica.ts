import { copyOfDatabase } from "../model/copy-of-database.ts";
import type { Database } from "../model/database.ts";
import { defaults } from "../model/defaults.ts";
import type { Desired } from "../model/desired.ts";
import { secret } from "../model/host-text.ts";
import { replicaSettings } from "../model/own-settings.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import type { Server } from "../model/server.ts";
import { dataDirectoryPart } from "./data-directory.ts";
import { formatDraft } from "./draft.ts";
import { engine } from "./engine.ts";
import { engineFile, engineSettings } from "./engine-file.ts";
import { lagPart, lagUser } from "./lag.ts";
import { renderTemplate } from "./template.ts";

/** The desired state of a replica's machine: an engine with its own copy of the data, which follows the first engine. */
export function renderReplica(database: Database, replica: Server): Desired {
	const { name, server, port, lagPort } = database;
	const script = `${programDirectory(name)}/replica`;
	const lag = lagPart(database);
	const directory = dataDirectoryPart(database, "replica");
	const settings = engineSettings(
		database,
		replicaSettings(replica.address),
		keepalive,
	);
	const base = engine(
		database,
		replica,
		"copy",
		settings,
		[port, ...(lagPort === undefined ? [] : [lagPort])],
		[{ what: "the engine that takes writes", at: server.address, port }],
	);
	return formatDraft({
		...base,
		script,
		units: [...(base.units ?? []), ...lag.units],
		serves: { ...base.serves, ...lag.serves },
		conditions: { follows: server.address, replication: "running" },
		sole: [copyOfDatabase],
		directories: directory.directories,
		files: [
			...directory.files,
			engineFile(database, settings),
			{
				path: script,
				content: renderTemplate("replica/usr/local/lib/pulumi-lvs/replica", {
					name,
					kept: recordDirectory(ownerOf({ component: name, role: "replica" })),
					primary: server.address,
					// the engine's own default need not be written
					port: port === defaults.databasePort ? "" : port,
					lagUser,
					replicationPassword: secret("replication-password"),
				}),
				mode: "700",
				readBy: "our script",
			},
			...lag.files,
		],
	});
}

/**
 * Keeps idle connections of readers. IPVS forgets one after 15 minutes, while the engine keeps it for 8 hours; a keepalive packet every few minutes makes it
 * last in both.
 */
const keepalive = {
	"tcp-keepalive-time": "240",
	"tcp-keepalive-interval": "30",
	"tcp-keepalive-probes": "4",
};
