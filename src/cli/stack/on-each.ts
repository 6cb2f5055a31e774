import { RemoteError } from "../../errors.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { Session } from "../../ssh/session.ts";
import { onHost } from "./on-host.ts";

/** A director on which the work failed. */
export interface Away {
	readonly cluster: string;
	readonly director: string;
	/** The reason, for people. */
	readonly away: string;
}

/**
 * Works on directors, one after the other. If one cannot be reached, the work on the others goes on.
 *
 * @param on how a director is reached.
 * @throws RemoteError of the first, if none can be reached.
 */
export async function onEach<
	Host extends Pick<HostInputs, "component" | "name" | "connection">,
	Result,
>(
	hosts: readonly Host[],
	work: (host: Host, session: Session) => Promise<Result>,
	on: typeof onHost = onHost,
): Promise<(Result | Away)[]> {
	const done: (Result | Away)[] = [];
	const errors: RemoteError[] = [];
	for (const host of hosts)
		try {
			done.push(await on(host, (session) => work(host, session)));
		} catch (error) {
			if (!(error instanceof RemoteError)) throw error;
			errors.push(error);
			const { component: cluster, name: director } = host;
			done.push({ cluster, director, away: error.message });
		}
	const [first] = errors;
	if (first !== undefined && errors.length === hosts.length) throw first;
	return done;
}

/** Whether nothing could be done there. */
export function isAway(done: object): done is Away {
	return "away" in done;
}
