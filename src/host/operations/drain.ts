import { randomBytes } from "node:crypto";
import { ownerOf } from "../../model/owner.ts";
import { programDirectory } from "../../model/program-directory.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { raw, sh } from "../../ssh/shell.ts";
import { drainedFile } from "../director-files.ts";
import { formatDrainEnd, isOver, parseDrainEnd } from "../drain-ends.ts";
import { lockFunctions } from "../lock.ts";

/** What a drain, or the end of one, found on the director. */
export interface DrainChange {
	/** Whether the real server was already drained. */
	readonly wasDrained: boolean;
	/** The director's clock, in seconds since 1970. */
	readonly now: number;
}

/**
 * Drains a real server on a director, in all services of the cluster, until the drain is lifted or `seconds` are over. The
 * drain outlasts `up` and reboots. Open connections go on.
 */
export async function drain(
	session: Session,
	cluster: string,
	address: string,
	seconds: number | undefined,
): Promise<DrainChange> {
	const until = raw(
		seconds === undefined
			? String(formatDrainEnd("when lifted"))
			: `"$((now + ${seconds}))"`,
	);
	return change(
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
): Promise<DrainChange> {
	return change(session, cluster, lift(cluster, address), `undrain ${address}`);
}

/** Shell text that prints the address's line of the file and removes it. The file stays, even when it is empty. */
function lift(cluster: string, address: string): string {
	const line = `/^${address.replaceAll(".", "\\.")} /`;
	return sh`file=${drainedFile(ownerOf({ component: cluster, role: "director" }))}
now=$(date +%s) && echo "now $now" && touch "$file" && sed -n ${`${line}s/.* /before /p`} "$file" && sed -i ${`${line}d`} "$file" || exit`;
}

/** Makes a change under the host's lock. Earlier looks of other operations are stale afterwards. */
async function change(
	session: Session,
	cluster: string,
	edit: string,
	doing: string,
): Promise<DrainChange> {
	const answer = await runToEnd(
		session,
		`${lockFunctions}
lvs_lock -x
${edit}
# what an operator was told holds after a power cut too
sync "$file" "\${file%/*}" || :
echo ${randomBytes(8).toString("hex")} >$lvs_run/generation
${sh`${`${programDirectory(cluster)}/director`} drains`}`,
		{
			doing,
			timeoutSeconds: 90,
			advice: "Run up, which brings the cluster to what is declared.",
		},
	);
	return parseDrainChange(answer);
}

/** @param answer `now SECONDS`, and `before UNTIL` if there was a drain, which may have ended. */
export function parseDrainChange(answer: string): DrainChange {
	const now = Number(/^now (\d+)$/m.exec(answer)?.[1] ?? 0);
	const before = /^before (\d+)$/m.exec(answer)?.[1];
	return {
		now,
		wasDrained: before !== undefined && !isOver(parseDrainEnd(before), now),
	};
}
