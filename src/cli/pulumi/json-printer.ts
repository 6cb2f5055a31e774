import { formatError } from "../format-error.ts";
import { errorOf, parseEvent } from "./engine-event.ts";

/** How one run of pulumi is printed. */
export interface Printer {
	/** Options of execa. */
	readonly streams: object;
	readonly environment: Readonly<Record<string, string>>;
	/**
	 * Prints the rest when pulumi has ended.
	 *
	 * @param killed the sentence for a pulumi that was killed.
	 */
	end(exit: number, killed?: string): void;
}

/** The events of a preview also come one on each line, not as one document. */
export const streamed = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };

/** Only JSON goes to standard output; the last of it is the error, if there was one. */
export function jsonPrinter({ stream }: { readonly stream: boolean }): Printer {
	const document: string[] = [];
	const errors = new Set<string>();
	const said: string[] = [];
	return {
		environment: stream ? streamed : {},
		streams: {
			stdout: [
				function* (line: string) {
					if (!stream) {
						document.push(line);
						return;
					}
					const event = parseEvent(line);
					// these contain the engine's answers to the program, with secrets in clear
					if (event?.diagnosticEvent?.severity === "debug") return;
					const error = event && errorOf(event);
					if (error !== undefined) errors.add(error);
					yield line;
				},
				"inherit",
			],
			stderr: [
				// biome-ignore lint/correctness/useYield: it is kept, and not printed
				function* (line: string) {
					said.push(line.replace(/^error: /, ""));
				},
				"inherit",
			],
		},
		end(exit, killed) {
			const found = stream ? [...errors] : diagnosed(document.join("\n"));
			// unexpected changes are an answer too, and the document contains them
			const drift = exit === 1 && !stream && found.length === 0;
			if (exit === 0 || drift) {
				if (!stream) console.log(document.join("\n"));
				for (const line of said) console.error(line);
				return;
			}
			const told = [
				...(found.length > 0 ? found : said),
				...(killed === undefined ? [] : [killed]),
			];
			console.log(formatError(told.join("\n").trim(), exit));
		},
	};
}

/** The errors in the document of a preview. */
function diagnosed(document: string): string[] {
	const { diagnostics = [] } = (parseEvent(document) ?? {}) as {
		readonly diagnostics?: readonly {
			readonly message: string;
			readonly severity: string;
			readonly urn?: string;
		}[];
	};
	return diagnostics.flatMap(
		(diagnosticEvent) => errorOf({ diagnosticEvent }) ?? [],
	);
}
