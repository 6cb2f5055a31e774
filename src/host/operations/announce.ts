import { programDirectory } from "../../model/program-directory.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";

/** Makes the director tell its neighbours the VIP's MAC address again. It needs no lock, as it changes nothing on the host. */
export async function announce(
	session: Session,
	cluster: string,
): Promise<void> {
	await runToEnd(
		session,
		sh`${`${programDirectory(cluster)}/director`} announce`,
		{
			doing: "announce the VIP",
			timeoutSeconds: 30,
			advice: "Run up again.",
		},
	);
}
