import { RemoteError } from "../errors.ts";
import { ruleLine } from "../ipvs/command.ts";
import { parseDump } from "../ipvs/dump.ts";
import { defaults } from "../model/defaults.ts";
import type { HostConnection } from "../model/host.ts";
import { connect } from "../ssh/ssh.ts";

/** Without ip_vs the script stops, as ipvsadm would load it and a look must load no module. `ipvsadm -S` leaves out the thresholds, so a listing adds them. */
const script = `[ -e /proc/net/ip_vs ] || exit 3
ipvsadm -Sn && ipvsadm -Ln --thresholds`;

/**
 * Reads the rules of a live director, with thresholds, as lines of a rule file. It changes nothing there.
 *
 * @throws RemoteError where the director cannot be reached, or has no IPVS.
 */
export async function readDirector(
	connection: HostConnection,
): Promise<string> {
	const session = await connect(connection, {
		connectSeconds: connection.connectSeconds ?? defaults.lookSeconds,
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
		return [...parseDump(stdout.split("\n")).values()]
			.map((rule) => `${ruleLine(rule)}\n`)
			.join("");
	} finally {
		await session.close();
	}
}
