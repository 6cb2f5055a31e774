import { endpointOf } from "../configuration/addresses-of.ts";
import type { Forwarded } from "../configuration/forwarded.ts";
import type { FoundCheck } from "../configuration/found-check.ts";
import { lineOf, type Notes, refuse } from "../configuration/notes.ts";
import type { WrittenServer } from "../configuration/server-rule.ts";
import { placeOf } from "../place-of.ts";
import type { Limit, ReadServer } from "../read-rules.ts";
import type { Place } from "../script/read-script.ts";
import { readCheck } from "./checks/read-check.ts";
import { forwardingOf } from "./forwarding-of.ts";
import { mostConnections, mostWeight, numberIn } from "./number-in.ts";
import { type Settings, sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { strayInHead } from "./stray-words.ts";
import { type ServerHooks, serverHooks } from "./told-of-servers.ts";
import { checkKeywords, realServerWords } from "./virtual-server-words.ts";

/** A real server as it is written, for any service. */
export interface FoundServer extends Place, WrittenServer {
	/** Where its limits stand. */
	readonly limits: NonNullable<ReadServer["limits"]>;
	/** The checks that can be declared. */
	readonly checks: readonly FoundCheck[];
	/** Whether there are others, which are reported. */
	readonly hasOthers: boolean;
	/** The programs that are run when it is out, and when it is in again. */
	readonly hooks: ServerHooks;
}

/** Reads a `real_server`. Undefined: it cannot be declared, and the notes say so. */
export function readRealServer(
	statement: Statement,
	virtualServer: {
		readonly settings: Settings;
		readonly forwarded: Forwarded;
		readonly weight: number;
		readonly scriptUser: string | undefined;
	},
	notes: Notes,
): FoundServer | undefined {
	const give = (reason: string) => {
		refuse(notes, statement, reason);
		return undefined;
	};
	const endpoint = endpointOf(statement.values);
	if (typeof endpoint === "string") return give(endpoint);
	const stray = strayInHead(statement, realServerWords);
	if (stray !== undefined) refuse(notes, statement, stray);
	const settings = sortOut(statement.block, realServerWords, notes);
	if (settings.doubtful !== undefined)
		return give(`it depends on the machine, ${lineOf(settings.doubtful)}`);
	const { weight: usual } = virtualServer;
	const limit = {
		otherwise: 0,
		instead: "no limit is declared by it",
		...{ least: 0, most: mostConnections },
	};
	const method = settings.last("lvs_method");
	const forwarded =
		method === undefined ? virtualServer.forwarded : forwardingOf(method);
	if (typeof forwarded === "string") return give(forwarded);
	const statements = settings.all(...checkKeywords);
	const checks = statements.flatMap(
		(check) =>
			readCheck(
				check,
				{
					...endpoint,
					settings,
					virtualServer: virtualServer.settings,
					scriptUser: virtualServer.scriptUser,
				},
				notes,
			) ?? [],
	);
	return {
		...placeOf(statement),
		...endpoint,
		forwarded,
		weight: numberIn(
			settings.all("weight"),
			{
				otherwise: usual,
				instead: `${usual} is declared, as without it`,
				...{ least: 0, most: mostWeight },
			},
			notes,
		),
		upper: numberIn(settings.all("uthreshold"), limit, notes),
		lower: numberIn(settings.all("lthreshold"), limit, notes),
		limits: {
			...placed("upper", settings.last("uthreshold")),
			...placed("lower", settings.last("lthreshold")),
		},
		checks,
		hasOthers: checks.length < statements.length,
		hooks: serverHooks(
			endpoint.address,
			settings,
			virtualServer.scriptUser,
			notes,
		),
	};
}

function placed(limit: Limit, place: Statement | undefined) {
	return place === undefined ? {} : { [limit]: placeOf(place) };
}
