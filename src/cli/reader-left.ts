const left = new AbortController();

/** Aborted when nobody reads our standard output any longer. */
export const readerLeft: AbortSignal = left.signal;

/** Notices readers that leave. This is no error: they may have seen enough, like `head`. */
export function hearReaders(): void {
	for (const stream of [process.stdout, process.stderr])
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") throw error;
			if (stream === process.stdout) left.abort();
		});
}
