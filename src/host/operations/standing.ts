import { parseDump } from "../../ipvs/dump.ts";
import { serversByService } from "../../ipvs/rule.ts";
import { ownerOf } from "../../model/owner.ts";
import { programDirectory } from "../../model/program-directory.ts";
import { newMark } from "../../ssh/new-mark.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";
import type { FoundFailover } from "../found-director.ts";
import { failoverFiles, parseFailover } from "../look/facts/failover.ts";
import { parsePathLines } from "../look/reader.ts";
import { parseSections, section, setMark } from "../sections.ts";

/** How a director stands among several. */
export interface Standing {
	/** Undefined: its agreement with the others does not run. */
	readonly found: FoundFailover | undefined;
	/** Why drains, checks or its agreement with the others have no effect there, each as a clause. A script of an earlier version reports none. */
	readonly problems: readonly string[];
	/** Whether its kernel hears of the connections of the others. */
	readonly hears: boolean;
	/** Service in the kernel's table -> whether a real server of it gets new connections there. */
	readonly serves: Readonly<Record<string, boolean>>;
}

/** Asks a director how it stands among the others, without a whole look at it. @throws RemoteError where it cannot be asked. */
export async function askStanding(
	session: Session,
	cluster: string,
): Promise<Standing> {
	const owner = ownerOf({ component: cluster, role: "director" });
	const program = `${programDirectory(cluster)}/director`;
	const mark = newMark();
	const answer = await runToEnd(
		session,
		[
			setMark(mark),
			section("files"),
			sh`grep -asH '' ${failoverFiles(owner)}`,
			section("problems"),
			sh`[ ! -x ${program} ] || ${program} problems 2>/dev/null`,
			// ipvsadm would load ip_vs where it is not loaded
			"[ -e /proc/net/ip_vs ] || exit 0",
			section("daemons"),
			"ipvsadm -L --daemon",
			section("table"),
			"ipvsadm -Sn",
		].join("\n"),
		{ doing: "ask how it stands among the directors" },
	);
	const sections = parseSections(mark, answer);
	const linesOf = (name: string) => sections.get(name) ?? [];
	return {
		found: parseFailover(parsePathLines(linesOf("files")), owner),
		problems: linesOf("problems"),
		hears: linesOf("daemons").some((line) =>
			line.startsWith("backup sync daemon"),
		),
		serves: Object.fromEntries(
			[...serversByService(parseDump(linesOf("table")))].map(
				([service, servers]) => [
					service,
					servers.some(({ weight }) => weight > 0),
				],
			),
		),
	};
}
