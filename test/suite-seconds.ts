import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";

/** A reporter: the seconds of each file, the longest first, when all have ended. */
export default async function* suiteSeconds(
	events: AsyncIterable<TestEvent>,
): AsyncGenerator<string> {
	const files: { file: string; seconds: number; passed: boolean }[] = [];
	// one for each file, and one without a file for all of them
	for await (const { type, data } of events)
		if (type === "test:summary" && data.file !== undefined)
			files.push({
				file: relative("test", data.file),
				seconds: data.duration_ms / 1000,
				passed: data.success,
			});
	for (const { file, seconds, passed } of files.sort(
		(one, other) => other.seconds - one.seconds,
	))
		yield `${seconds.toFixed(1).padStart(7)} s  ${passed ? "passed" : "FAILED"}  ${file}\n`;
}
