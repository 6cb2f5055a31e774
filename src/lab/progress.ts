/** Runs a long action, and reports every 5 seconds that it goes on. */
export async function withProgress<T>(
	what: string,
	expectedSeconds: number,
	report: (line: string) => void,
	action: () => Promise<T>,
): Promise<T> {
	const start = performance.now();
	const timer = setInterval(() => {
		const seconds = (performance.now() - start) / 1000;
		report(`${what}: ${seconds.toFixed(0)} s of about ${expectedSeconds}`);
	}, 5000);
	try {
		return await action();
	} finally {
		clearInterval(timer);
	}
}
