import { appendFileSync } from "node:fs";
import type { HostConnection } from "../model/host.ts";
import { type ReachOptions, SessionPool } from "./pool.ts";
import type { Session } from "./session.ts";
import { connect } from "./ssh.ts";

// One provider process serves a whole operation, and the pool lives as long as the process. So each host is connected to once.
const traceFile = process.env.LVS_TRACE;
const pool = new SessionPool({
	connect,
	// a provider's standard error is shown by the engine as it comes
	waiting: (line) => console.error(line),
	...(traceFile === undefined
		? {}
		: {
				trace: (line: string) =>
					appendFileSync(traceFile, `${Date.now()} ${line}\n`),
			}),
});

/**
 * Runs `work` with the pooled connection of a host, after everything else that this process does on that host.
 * `LVS_TRACE=FILE` appends a line for each connection and remote execution, with its milliseconds.
 */
export function withSession<Result>(
	connection: HostConnection,
	work: (session: Session) => Promise<Result>,
	options: ReachOptions = {},
): Promise<Result> {
	return pool.exclusive(connection, work, options);
}
