import { randomBytes } from "node:crypto";
import { RemoteError } from "../errors.ts";
import { runToEnd } from "../ssh/run-to-end.ts";
import type { Session } from "../ssh/session.ts";
import { sh } from "../ssh/shell.ts";
import { notHeld } from "./held-by-download.ts";
import type { Load } from "./load.ts";
import type { LoadOptions } from "./load-options.ts";
import { loadScript } from "./load-script.ts";
import { readLoad } from "./read-load.ts";

/** A load that a client sends until it is stopped. */
export interface RunningLoad {
	/** Rejects if the load ends before it is stopped. Never resolves. */
	readonly broken: Promise<never>;
	/** The client's clock, in seconds since it booted. */
	clock(): Promise<number>;
	/** What was seen so far. */
	look(): Promise<Load>;
	/** Ends the load, waits for requests under way, and returns everything that was seen. */
	stop(): Promise<Load>;
}

/** No drill takes longer. */
const mostSeconds = 6 * 3600;

/** Starts a load on a client. If the connection to the client is lost, the load ends by itself. */
export function startLoad(session: Session, options: LoadOptions): RunningLoad {
	const place = `/tmp/lvs-drill-${randomBytes(6).toString("hex")}`;
	let stopped = false;
	const ended = session
		.run(loadScript(options, place), {
			doing: "send requests",
			timeoutSeconds: mostSeconds,
		})
		.then(({ exit, stdout, stderr }) => {
			if (exit === 0) return stdout;
			throw failed(session.host, options, exit, stderr);
		});
	const broken = ended.then((): never => {
		if (stopped) return undefined as never;
		throw failed(session.host, options, 0, "");
	});
	const read = (script: string, doing: string) =>
		runToEnd(session, script, { doing });
	// callers get the error by `broken` or `stop`. There may be none yet, and without this Node would end the process
	ended.catch(() => {});
	return {
		broken: new Promise((_, reject) => broken.catch(reject)),
		clock: async () =>
			Number.parseFloat(await read("cat /proc/uptime", "read the clock")),
		look: async () =>
			readLoad(
				await read(sh`cat ${`${place}/lines`}`, "look at the requests so far"),
			),
		async stop() {
			stopped = true;
			await read(
				sh`[ ! -d ${place} ] || touch ${`${place}/stop`}`,
				"end the requests",
			);
			return readLoad(await ended);
		},
	};
}

function failed(
	host: string,
	{ download }: LoadOptions,
	exit: number,
	stderr: string,
): RemoteError {
	if (exit === 127)
		return new RemoteError({
			host,
			doing: "look for curl",
			saw: "it is not installed",
			advice: "Install curl on the client machine.",
		});
	if (exit === notHeld)
		return new RemoteError({
			host,
			doing: `download ${download}`,
			saw: `${stderr.trim()} bytes came`,
			advice:
				"Name something of 3 MB or more that every real server has and serves in parts, or leave --download out.",
		});
	return new RemoteError({
		host,
		doing: "send requests",
		saw: `the client ended by itself, exit ${exit} ${stderr.trim()}`,
	});
}
