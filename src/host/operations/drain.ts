import { randomBytes } from "node:crypto";
import { programDirectory } from "../../model/program-directory.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { lockFunctions } from "../lock.ts";
import { drainedFile } from "../look/facts/drained.ts";
import { ownerOf } from "../record.ts";

/**
 * Drains a real server on a director, in all services of the cluster, until the drain is lifted or `seconds` are over. The
 * drain outlasts `up` and reboots. Open connections go on.
 */
export async function drain(
	session: Session,
	cluster: string,
	address: string,
	seconds: number | undefined,
): Promise<void> {
	const until = raw(
		seconds === undefined ? "0" : `"$(($(date +%s) + ${seconds}))"`,
	);
	await change(
		session,
		cluster,
		`${lift(cluster, address)}
${sh`echo ${address} ${until} >>"$file"`}`,
		`drain ${address}`,
	);
}

/** Lifts a drain. @throws RemoteError where the host cannot do it. */
export async function undrain(
	session: Session,
	cluster: string,
	address: string,
): Promise<void> {
	await change(session, cluster, lift(cluster, address), `undrain ${address}`);
}

/** Shell text that removes the address's line from the file. The file stays, even when it is empty. */
function lift(cluster: string, address: string): string {
	return sh`file=${drainedFile(ownerOf({ component: cluster, role: "director" }))}
touch "$file" && sed -i ${`/^${address.replaceAll(".", "\\.")} /d`} "$file" || exit`;
}

/** Makes a change under the host's lock. Looks of other operations before it are then stale. */
async function change(
	session: Session,
	cluster: string,
	edit: string,
	doing: string,
): Promise<void> {
	await runToEnd(
		session,
		`${lockFunctions}
lvs_lock -x
${edit}
echo ${randomBytes(8).toString("hex")} >$lvs_run/generation
${sh`${`${programDirectory(cluster)}/director`} drains`}`,
		{
			doing,
			timeoutSeconds: 90,
			advice: "Run up, which brings the cluster to what is declared.",
		},
	);
}
