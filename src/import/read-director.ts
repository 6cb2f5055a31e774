import { RemoteError } from "../errors.ts";
import { keepersProbe, otherOwners, parseKeepers } from "../host/keepers.ts";
import { oursByRecords, recordsProbe } from "../host/look/ours-of.ts";
import { parseSections, section, setMark } from "../host/sections.ts";
import { readDump } from "../ipvs/dump.ts";
import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";
import { newMark } from "../ssh/new-mark.ts";
import type { Session } from "../ssh/session.ts";
import { connect } from "../ssh/ssh.ts";
import { configurationProbe } from "./keepalived/configuration-probe.ts";
import {
	type Configuration,
	parseConfiguration,
} from "./keepalived/parse-configuration.ts";
import { liveRules } from "./live-rules.ts";
import { parseSettings, settingsProbe } from "./live-settings.ts";
import type { ReadRules } from "./read-rules.ts";

/**
 * If ip_vs is not loaded, the script stops, as ipvsadm would load it and a look must load no module. `ipvsadm -S` leaves out the thresholds, so a listing adds
 * them.
 */
const script = `[ -e /proc/net/ip_vs ] || exit 3
${section("table")}; ipvsadm -Sn && ipvsadm -Ln --thresholds || exit
${settingsProbe}
${section("keepers")}; ${keepersProbe}
${section("records")}; ${recordsProbe}
${configurationProbe}
true`;

/** Program -> what is not in the table that it keeps. */
const inItsFile: Readonly<Record<string, string>> = {
	ldirectord:
		" Its checks, fallbacks, and real servers that are out now, are not in the table: import a copy of its ldirectord.cf.",
};

export interface ReadDirector {
	readonly rules: ReadRules;
	readonly remarks: readonly string[];
	/** The configuration of the keepalived that runs there. Undefined: none runs, or its files cannot be read. */
	readonly configuration: Configuration | undefined;
}

/**
 * Reads the rules of a live director, with thresholds and timeouts, which programs there write rules by themselves, and the
 * configuration of a keepalived. It changes nothing there.
 *
 * @throws RemoteError where the director cannot be reached, or has no IPVS.
 */
export async function readDirector(
	connection: HostConnection,
): Promise<ReadDirector> {
	const session = await connect(connection, {
		connectSeconds: connection.connectSeconds ?? defaults.lookSeconds,
		commandLine: true,
		waiting: (line) => console.error(line),
	});
	try {
		return await readTable(session);
	} finally {
		await session.close();
	}
}

/** As `readDirector`, over an open session. */
export async function readTable(session: Session): Promise<ReadDirector> {
	const mark = newMark();
	const { exit, stdout, stderr } = await session.run(
		`${setMark(mark)}\n${script}`,
		{ doing: "read the table", timeoutSeconds: 60 },
	);
	if (exit !== 0)
		throw new RemoteError({
			host: session.host,
			doing: "read the table",
			saw:
				exit === 3
					? "the module ip_vs is not loaded"
					: `exit ${exit}: ${stderr}`,
			advice: "Is this host the director, and are its rules loaded?",
		});
	const sections = parseSections(mark, stdout);
	const keepers = parseKeepers(
		sections.get("keepers") ?? [],
		oursByRecords(sections.get("records") ?? []),
	);
	return {
		configuration: parseConfiguration(sections),
		rules: {
			...liveRules(readDump(sections.get("table") ?? [])),
			settings: parseSettings(sections),
		},
		remarks: otherOwners(keepers).map(
			(program) =>
				`${session.host}: ${keepers.running[program] || program} is active here: after an up of these rules both would change the table. Stop it first, also at boot.${inItsFile[program] ?? ""}`,
		),
	};
}
