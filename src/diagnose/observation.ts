import { parseSections, section, setMark } from "../host/sections.ts";
import type { HostConnection } from "../model/host.ts";
import { newMark } from "../ssh/new-mark.ts";
import { runToEnd } from "../ssh/run-to-end.ts";
import { withSession } from "../ssh/with-session.ts";
import { type LookQuestions, lookScript } from "./look.ts";
import type { Target } from "./target.ts";
import { endWatch, readWatch, startWatch } from "./watch-scripts.ts";
import type { Watched } from "./watch-table.ts";

interface Reached {
	readonly name: string;
	readonly connection: HostConnection;
}

/** Begins to observe a host. */
export async function beginObservation(
	host: Reached,
	token: string,
	watched: Watched | undefined,
	targets: readonly Target[],
	connectSeconds: number,
): Promise<void> {
	// a director that has sent nothing to a real server lately does not know its hardware address
	const pinged = targets
		.filter(({ director }) => director.name === host.name)
		.flatMap(({ servers }) => servers.map(({ address }) => address));
	await withSession(
		host.connection,
		(session) =>
			runToEnd(session, startWatch(token, watched, [...new Set(pinged)]), {
				doing: "begin to observe",
				timeoutSeconds: 60,
			}),
		{ connectSeconds, name: host.name },
	);
}

/** Reads what was observed, looks at the host, and removes what was put there. @returns section -> lines */
export async function collectObservation(
	{ connection }: Reached,
	token: string,
	questions: LookQuestions,
): Promise<Record<string, readonly string[]>> {
	const mark = newMark();
	const answer = await withSession(connection, (session) =>
		runToEnd(
			session,
			`${setMark(mark)}
${readWatch(token, section)}
${lookScript(questions, section)}
${endWatch(token, section)}
${section("end")}`,
			{ doing: "read what was observed", timeoutSeconds: 60 },
		),
	);
	return Object.fromEntries(parseSections(mark, answer));
}
