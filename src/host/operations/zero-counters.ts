import { serviceKeys, wordsOfKey } from "../../ipvs/key.ts";
import type { Desired } from "../../model/desired.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";

/** Sets the counters of our services to zero, and leaves those of others. */
export async function zeroCounters(
	session: Session,
	{ ipvs }: Desired,
): Promise<void> {
	await runToEnd(
		session,
		serviceKeys(ipvs)
			.map((key) => sh`ipvsadm -Z ${wordsOfKey(key)} || exit`)
			.join("\n"),
		{
			doing: "zero the counters",
			advice: "If a service is missing, run up, which adds it.",
		},
	);
}
