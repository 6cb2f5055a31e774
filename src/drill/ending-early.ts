/**
 * Runs `work` so that Ctrl-C ends it early, by its signal, but not at once: its changes must be taken back. A second Ctrl-C ends the process.
 *
 * @param last is called before a second Ctrl-C ends the process.
 */
export async function endingEarly<Result>(
	say: (line: string) => void,
	last: () => void,
	work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
	const controller = new AbortController();
	const end = () => {
		if (controller.signal.aborted) {
			last();
			process.exit(130);
		}
		say("ends early: what was done is taken back first");
		controller.abort();
	};
	const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
	for (const signal of signals) process.on(signal, end);
	try {
		return await work(controller.signal);
	} finally {
		for (const signal of signals) process.off(signal, end);
	}
}
