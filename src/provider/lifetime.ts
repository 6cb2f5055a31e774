import { readFileSync } from "node:fs";

/** How often we look whether the engine still lives, in milliseconds. */
const watchEvery = 500;

export interface Lifetime {
	/** Runs an operation. The process does not end before the operation does. */
	during<Result>(operation: () => Promise<Result>): Promise<Result>;
}

/**
 * Ends this process when it should end, but never in the middle of a change on a host.
 *
 * Ctrl-C reaches the engine and this process at the same time. The engine waits for operations in flight and records them, so
 * this process finishes them before it ends. A killed engine tells nobody, so this process watches for its end.
 */
export function startLifetime(): Lifetime {
	let inFlight = 0;
	let ending = false;
	const end = () => {
		ending = true;
		if (inFlight === 0) process.exit(0);
	};
	process.on("SIGINT", end);
	process.on("SIGTERM", end);
	const engine = ancestorNamed("pulumi");
	if (engine !== undefined)
		setInterval(() => {
			if (startOf(engine.pid) !== engine.start) end();
		}, watchEvery).unref();
	return {
		async during(operation) {
			inFlight++;
			try {
				return await operation();
			} finally {
				inFlight--;
				// the answer of this operation must still be sent
				if (ending) setTimeout(end, 100);
			}
		},
	};
}

interface Process {
	readonly pid: number;
	/** Start time in clock ticks since boot. It tells a process from a later one with the same pid. */
	readonly start: string;
}

function ancestorNamed(name: string): Process | undefined {
	for (let pid = process.ppid; pid > 1; ) {
		const stat = statOf(pid);
		if (stat === undefined) return undefined;
		if (stat.name === name) return { pid, start: stat.start };
		pid = stat.parent;
	}
	return undefined;
}

function startOf(pid: number): string | undefined {
	const stat = statOf(pid);
	// a zombie has ended, even if its parent has not collected it yet
	return stat === undefined || stat.state === "Z" ? undefined : stat.start;
}

/** Reads /proc/PID/stat (Linux, proc(5)). On other systems it is undefined, and nothing is watched. */
function statOf(pid: number) {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, "utf8");
		const name = text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"));
		const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
		return {
			name,
			state: fields[0],
			parent: Number(fields[1]),
			start: fields[19] ?? "",
		};
	} catch {
		return undefined;
	}
}
