import type { Desired } from "../../model/desired.ts";
import {
	formatDatabaseUser,
	formatUsersThing,
} from "../../model/users-data.ts";
import type { Observed } from "../observed.ts";
import { userOf } from "./account.ts";

type Seen = Pick<Observed, "engine" | "neighbours" | "record">;

/** Users that every engine has, and users that we make besides the declared ones: `daemon` asks how far a replica is behind. */
const usualUsers =
	/^(|root|mysql|mariadb\.sys|debian-sys-maint|daemon)@localhost$|^@|^lvs-(replica|lag)@/;

/** Databases that every engine has. Old versions bring the last one, empty. */
const usualDatabases = [
	"information_schema",
	"mysql",
	"performance_schema",
	"sys",
	"test",
];

/** What others have in the engine of a host. Nothing once we have set the engine up: whoever uses it since then knows it with our settings. */
export function engineOfOthers(
	desired: Desired,
	seen: Seen,
): {
	readonly databases: readonly string[];
	readonly users: readonly string[];
} {
	const { engine } = desired;
	const { open } = seen.engine;
	if (engine === undefined || open === undefined || isOurs(desired, seen))
		return { databases: [], users: [] };
	// a copy replaces what other components of ours have there too
	const soleOwners = engine.as === "copy" ? {} : seen.neighbours.soleOwners;
	return {
		databases: open.databases.filter(
			(name) =>
				!usualDatabases.includes(name) &&
				!engine.databases.includes(name) &&
				soleOwners[formatUsersThing({ kind: "database", name })] === undefined,
		),
		users: open.users
			.filter(
				(user) =>
					!usualUsers.test(user) &&
					!engine.users.includes(user) &&
					soleOwners[formatDatabaseUser(userOf(user))] === undefined,
			)
			.sort(),
	};
}

/** Whether the engine has settings of this role, or of another one of ours, or is our copy. */
function isOurs({ engine, files }: Desired, { record, neighbours }: Seen) {
	return engine?.as === "copy"
		? record !== undefined
		: Object.keys(files).some(
				(path) => isSettings(path) && record?.files[path] !== undefined,
			) || Object.keys(neighbours.fileOwners).some(isSettings);
}

function isSettings(path: string): boolean {
	return /\/99-lvs-[^/]*\.cnf$/.test(path);
}
