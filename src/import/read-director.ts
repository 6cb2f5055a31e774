import { RemoteError } from "../errors.ts";
import { otherOwners } from "../host/change/refuse-others.ts";
import { keepersProbe, parseKeepers } from "../host/look/facts/keepers.ts";
import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";
import { connect } from "../ssh/ssh.ts";
import { dumpText } from "./dump-text.ts";

const mark = "@keepers";

/** Without ip_vs the script stops, as ipvsadm would load it and a look must load no module. `ipvsadm -S` leaves out the thresholds, so a listing adds them. */
const script = `[ -e /proc/net/ip_vs ] || exit 3
ipvsadm -Sn && ipvsadm -Ln --thresholds || exit
echo ${mark}
${keepersProbe}
true`;

/**
 * Reads the rules of a live director, with thresholds, as lines of a rule file, and which programs there write rules by themselves. It
 * changes nothing there.
 *
 * @throws RemoteError where the director cannot be reached, or has no IPVS.
 */
export async function readDirector(
	connection: HostConnection,
): Promise<{ readonly rules: string; readonly remarks: readonly string[] }> {
	const session = await connect(connection, {
		connectSeconds: connection.connectSeconds ?? defaults.lookSeconds,
		commandLine: true,
		waiting: (line) => console.error(line),
	});
	try {
		const { exit, stdout, stderr } = await session.run(script, {
			doing: "read the table",
			timeoutSeconds: 60,
		});
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
		const lines = stdout.split("\n");
		const at = lines.indexOf(mark);
		const keepers = parseKeepers(
			lines.slice(at + 1).filter((line) => line !== ""),
		);
		return {
			rules: dumpText(lines.slice(0, at)),
			remarks: otherOwners(keepers).map(
				(program) =>
					`${session.host}: ${keepers.running[program] || program} is active here: after an up of these rules both would own the table. Stop it before, also at boot.`,
			),
		};
	} finally {
		await session.close();
	}
}
