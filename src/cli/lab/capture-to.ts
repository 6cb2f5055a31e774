import { createWriteStream } from "node:fs";
import { openCapture } from "../../lab/capture.ts";
import type { FoundLab } from "../../lab/find-lab.ts";

/**
 * Copies a capture to a file or to standard output, until the time is over, Ctrl-C, or the reader closes the pipe.
 *
 * @returns the number of bytes.
 */
export async function captureTo(
	lab: FoundLab,
	machine: string,
	options: { write: string; link?: string; seconds?: number },
): Promise<number> {
	const output =
		options.write === "-" ? process.stdout : createWriteStream(options.write);
	const capture = await openCapture(lab, machine, options.link);
	const end = () => void capture.end();
	process.once("SIGINT", end).once("SIGTERM", end);
	const timer =
		options.seconds === undefined
			? undefined
			: setTimeout(end, options.seconds * 1000);
	await new Promise<void>((resolve, reject) => {
		output.on("error", (error: NodeJS.ErrnoException) => {
			capture.destroy();
			// the reader of a pipe may end first, as `| head` does: that is no error
			if (error.code === "EPIPE") resolve();
			else reject(error);
		});
		capture.once("error", reject);
		capture.once("close", () => resolve());
		capture.pipe(output, { end: options.write !== "-" });
	});
	clearTimeout(timer);
	process.off("SIGINT", end).off("SIGTERM", end);
	return capture.bytesRead;
}
