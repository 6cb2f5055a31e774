import { programDirectory } from "../../model/program-directory.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";

/**
 * Makes a director give the VIP away, if it has it, and not take it any more, also after a reboot. Returns when this is done.
 *
 * @throws RemoteError if the director does not do so.
 */
export function takeOut(session: Session, cluster: string): Promise<void> {
	return call(session, cluster, "leave");
}

/**
 * Lets a director have the VIP again. Unless `preemptSeconds` is declared, it does not take the VIP from the director that has it. @throws RemoteError where
 * the host cannot do it.
 */
export function letIn(session: Session, cluster: string): Promise<void> {
	return call(session, cluster, "join");
}

/** Returns when the director has the VIP. @throws RemoteError if it does not have it after 20 seconds. */
export function becomesActive(
	session: Session,
	cluster: string,
): Promise<void> {
	return call(session, cluster, "active");
}

const doing = {
	leave: "give the VIP away",
	join: "be ready for the VIP",
	active: "take the VIP over",
} as const;

async function call(
	session: Session,
	cluster: string,
	verb: keyof typeof doing,
): Promise<void> {
	await runToEnd(
		session,
		sh`${`${programDirectory(cluster)}/failover`} ${verb}`,
		{
			doing: doing[verb],
			advice: `Look at why: journalctl -u lvs-${cluster}-failover there, and lvsctl status.`,
		},
	);
}
