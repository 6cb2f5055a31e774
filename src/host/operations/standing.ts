import { ownerOf } from "../../model/owner.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";
import type { FoundFailover } from "../found-director.ts";
import { failoverFiles, parseFailover } from "../look/facts/failover.ts";
import { parsePathLines } from "../look/reader.ts";

/** How a director stands among several. */
export interface Standing {
	/** Undefined: its agreement with the others does not run. */
	readonly found: FoundFailover | undefined;
	/** Whether its kernel hears of the connections of the others. */
	readonly hears: boolean;
}

/** Asks a director how it stands among the others, without a whole look at it. @throws RemoteError where it cannot be asked. */
export async function askStanding(
	session: Session,
	cluster: string,
): Promise<Standing> {
	const owner = ownerOf({ component: cluster, role: "director" });
	const answer = await runToEnd(
		session,
		sh`grep -asH '' ${failoverFiles(owner)}
[ ! -e /proc/net/ip_vs ] || ipvsadm -L --daemon`,
		{ doing: "ask how it stands among the directors" },
	);
	const lines = answer.split("\n");
	return {
		found: parseFailover(
			parsePathLines(lines.filter((line) => line.startsWith("/"))),
			owner,
		),
		hears: lines.some((line) => line.startsWith("backup sync daemon")),
	};
}
