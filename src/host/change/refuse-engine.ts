import { copyOfDatabase } from "../../model/copy-of-database.ts";
import type { Desired } from "../../model/desired.ts";
import { formatDatabaseUser } from "../../model/users-data.ts";
import type { Observed } from "../observed.ts";
import { quotedAccount, userOf } from "./account.ts";
import { engineOfOthers } from "./engine-of-others.ts";
import type { Reason } from "./reason.ts";

type Seen = Pick<Observed, "engine" | "neighbours" | "record">;

/** Refuses a host where MariaDB would take the place of another engine, or where its engine does not let us in. */
export function closedEngine({ engine }: Desired, seen: Seen): Reason[] {
	const { isMysql, closed } = seen.engine;
	if (engine === undefined) return [];
	if (isMysql)
		return [
			{
				saw: "this machine has MySQL, and the package of MariaDB would take its place",
				advice: "Take another machine for this database.",
			},
		];
	return closed === undefined
		? []
		: [
				{
					saw: `MariaDB runs here and does not let root in: ${closed}`,
					advice:
						"Let root in by the engine's socket, so that this answers: sudo mariadb -e 'SELECT 1'. For one, ALTER USER root@localhost IDENTIFIED VIA unix_socket.",
				},
			];
}

/** Refuses to set up an engine that others already use, and to replace their data by a copy. */
export function contentOfOthers(desired: Desired, seen: Seen): Reason[] {
	const { engine } = desired;
	const { open } = seen.engine;
	if (engine === undefined || open === undefined) return [];
	const { databases, users } = engineOfOthers(desired, seen);
	if (engine.as === "copy") {
		const own = Object.entries({ databases, users }).filter(
			([, names]) => names.length > 0,
		);
		return own.length === 0
			? []
			: [
					{
						saw: `MariaDB here has ${own.map(([what, names]) => `${what} of its own (${names.join(", ")})`).join(" and ")}, which a copy would replace`,
						advice: `Move them away first${users.length === 0 ? "" : " (DROP USER for each that nobody needs here any more)"}, or take another machine for this replica.`,
					},
				];
	}
	const copier = seen.neighbours.soleOwners[copyOfDatabase];
	if (copier !== undefined)
		return [
			{
				saw: `MariaDB here is the copy of a database, which ${copier} has: it takes no writes, and goes with that`,
				advice:
					"Take another machine for this database. Or take that replica out of the program, run up, and then declare this one.",
			},
		];
	return engine.as === "shared" || users.length === 0
		? []
		: [
				{
					saw: `MariaDB here has users of others: ${users.join(", ")}. This component would restart it, let it listen at ${engine.address} in place of ${open.bound}, and let it know nobody by the name of a host`,
					advice:
						"Write sharedEngine: true, and its settings stay as they are. Or take another machine for this database; or, if nobody needs these users any more, DROP USER each of them.",
				},
			];
}

/** Refuses to make a copy anew that somebody has taken for the first engine: it may have the only copy of what was written since. */
export function promotedCopy({ engine }: Desired, seen: Seen): Reason[] {
	return engine?.as !== "copy" || !seen.engine.promoted
		? []
		: [
				{
					saw: "MariaDB here is declared as a copy, and takes writes (read_only is off): what was written here would be lost where the copy is made anew",
					advice:
						"Where it stands in for the first engine, bring what was written here to that one first (mariadb-dump). Then, or where nobody wrote here: mariadb -e 'SET GLOBAL read_only = 1', and run up again.",
				},
			];
}

/** Refuses a user who already has an account in the engine that is not ours: both would log in with the new password, and the owner's own one would fail. */
export function accountsOfOthers(desired: Desired, seen: Seen): Reason[] {
	const { engine } = desired;
	const { open, made } = seen.engine;
	if (engine === undefined || open === undefined || made === undefined)
		return [];
	// this is an engine that we set up: before its first account, `contentOfOthers` reports the users of others
	if (engine.as === "copy" || (engine.as === "own" && made.length === 0))
		return [];
	const names = engine.users.map(userOf);
	const theirs = open.users
		.filter(
			(account) =>
				names.includes(userOf(account)) &&
				!made.includes(account) &&
				seen.neighbours.soleOwners[formatDatabaseUser(userOf(account))] ===
					undefined,
		)
		.sort();
	return theirs.length === 0
		? []
		: [
				{
					saw: `MariaDB here has accounts of a declared user that this component did not make: ${theirs.join(", ")}. Of several, the engine takes a client for the one whose host is the narrowest, so whoever uses these could not log in any more`,
					advice: `Write another name for the user: databases: { …: { user: "another" } }. Or, where nobody needs them any more: DROP USER ${theirs.map(quotedAccount).join(", ")}.`,
				},
			];
}

/** Refuses an engine that others set up, if it is not as declared. */
export function sharedAsItIs({ engine }: Desired, seen: Seen): Reason[] {
	if (engine?.as !== "shared") return [];
	const { open, isAway, written } = seen.engine;
	const ours = Object.keys(seen.record?.files ?? {}).find((path) =>
		path.endsWith(".cnf"),
	);
	if (ours !== undefined)
		return [
			{
				saw: `this component has set the engine up (${ours}), and sharedEngine would take its settings away: at its next start it would listen elsewhere`,
				advice:
					"Leave sharedEngine out. Or take the component out of the program, which leaves the data, run up, set the engine up as you want it, and declare the component again.",
			},
		];
	if (isAway)
		return [
			{
				saw: "no MariaDB runs here, and sharedEngine says that one does",
				advice:
					"Install, set up and start it. Or take sharedEngine out: this component then does all of that.",
			},
		];
	if (open === undefined) return [];
	const refused = (saw: string, advice: string) => [{ saw, advice }];
	if (open.port !== engine.port)
		return refused(
			`MariaDB has port ${open.port}, and ${engine.port} is declared`,
			`Write settings: { port: "${open.port}" }.`,
		);
	if (!open.listens) {
		const place = written.findLast(({ name }) => name === "bind-address");
		return refused(
			`MariaDB does not listen at ${engine.address}:${engine.port}; its bind-address is ${open.bound}`,
			`Its settings are yours: write bind-address = ${[...(/^[\d.,]+$/.test(open.bound) ? [open.bound] : []), engine.address].join(",")} (before MariaDB 10.11, which takes several: 0.0.0.0)${place === undefined ? " into a file of yours" : `, at ${place.place}`}, restart it when it suits, and run up again.`,
		);
	}
	if (open.directory !== engine.directory)
		return refused(
			`MariaDB has its data in ${open.directory}, and ${engine.directory} is declared`,
			`Write dataDirectory: "${open.directory}".`,
		);
	return open.connections >= engine.connections
		? []
		: refused(
				`MariaDB serves ${open.connections} clients at once, and applications count on ${engine.connections}`,
				`Raise max_connections, which is yours to set. Or write what it has: settings: { max_connections: "${open.connections}" }.`,
			);
}
