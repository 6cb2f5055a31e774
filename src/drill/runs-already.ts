import { RemoteError } from "../errors.ts";
import { sh } from "../ssh/shell.ts";
import { withSession } from "../ssh/with-session.ts";
import type { Reached } from "./machine.ts";

/** The unit by which a machine takes an event back by itself. */
export const drillUnit = "lvs-drill";

/** The error for a machine on which a drill runs already. @param host as errors name it. */
export function runsAlready({ name }: Reached, host: string): RemoteError {
	return new RemoteError({
		host,
		doing: "begin the event",
		saw: "a drill runs there already, or was cut off and is taken back soon",
		advice: `Take it back now: systemctl start ${drillUnit}.service on ${name}`,
	});
}

/** Asks a machine whether a drill runs there: then that is why it does not serve. One that cannot be asked has other reasons. */
export async function drillRuns({ connection }: Reached): Promise<boolean> {
	try {
		return await withSession(connection, async (session) => {
			const { exit } = await session.run(
				sh`systemctl is-active -q ${`${drillUnit}.timer`}`,
				{ doing: "ask whether a drill runs", timeoutSeconds: 60 },
			);
			return exit === 0;
		});
	} catch (error) {
		if (error instanceof RemoteError) return false;
		throw error;
	}
}
