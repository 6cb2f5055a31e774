import { readFileSync } from "node:fs";

/** How long after the engine's death this process is found out, in milliseconds. */
const watchEvery = 500;

export interface Lifetime {
	/** Runs an operation that must come to its end before this process does. */
	during<Result>(operation: () => Promise<Result>): Promise<Result>;
}

/**
 * Ends this process when it should end, and not in the middle of a change on a host.
 *
 * Ctrl-C reaches the engine and this process at once; the engine waits for what is in flight and records it, so this
 * process finishes it and only then ends. A killed engine tells nobody: it is watched for, or this process would stay.
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
				// the answer of this operation still has to leave
				if (ending) setTimeout(end, 100);
			}
		},
	};
}

interface Process {
	readonly pid: number;
	/** Start time in clock ticks since boot: tells a process from a later one with the same number. */
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
	// a zombie has ended, whoever has not reaped it yet
	return stat === undefined || stat.state === "Z" ? undefined : stat.start;
}

/** Linux: proc(5), /proc/PID/stat; elsewhere nothing is watched. */
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
