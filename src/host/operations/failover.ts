import { programDirectory } from "../../model/program-directory.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { sh } from "../../ssh/shell.ts";

/**
 * Has a director give the VIP away, where it has it, and take it no more, also after a reboot. Returns when it has.
 *
 * @throws RemoteError where it does not.
 */
export function takeOut(session: Session, cluster: string): Promise<void> {
	return call(session, cluster, "leave");
}

/** Lets a director have the VIP again. Unless `preemptSeconds` is declared, it does not take it from one that has it. @throws RemoteError where the host cannot do it. */
export function letIn(session: Session, cluster: string): Promise<void> {
	return call(session, cluster, "join");
}

/** Returns when the director has the VIP. @throws RemoteError where it has not after 20 seconds. */
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
