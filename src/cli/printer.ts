import { type Display, hasOption } from "./display.ts";
import { errorOf, parseEvent } from "./engine-event.ts";
import { eventText } from "./event-text.ts";
import { formatError } from "./format-error.ts";

/** How one run of pulumi is printed. */
export interface Printer {
	/** Options of execa. */
	readonly streams: object;
	readonly environment: Readonly<Record<string, string>>;
	/**
	 * Prints what is left when pulumi has ended.
	 *
	 * @param killed the sentence for a pulumi that was killed.
	 */
	end(exit: number, killed?: string): void;
}

/** The events of a preview come one a line as well, and not as one document. */
const streamed = { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" };

export function printerFor(
	display: Display,
	words: readonly string[],
): Printer {
	const has = hasOption(words);
	const plain = {
		environment: {},
		end(_exit: number, killed?: string) {
			if (killed !== undefined) console.error(killed);
		},
	};
	switch (display) {
		case "pulumi":
			return { ...plain, streams: { stdout: "inherit", stderr: "inherit" } };
		case "diff":
			return {
				...plain,
				streams: {
					stdout: [tidy, "inherit"],
					stderr: [tidy, "inherit"],
				},
			};
		case "events": {
			const onlyPreview = words[0] === "preview" || has("--preview-only");
			const print = eventText({
				onlyPreview,
				previewed: !onlyPreview && !has("--skip-preview", "-f"),
				outputs: !has("--suppress-outputs"),
			});
			return {
				...plain,
				environment: streamed,
				streams: {
					stdout: [
						function* (line: string) {
							const event = parseEvent(line);
							const { out, err } =
								event === undefined ? { out: [line], err: [] } : print(event);
							for (const text of err) console.error(text);
							yield* out;
						},
						"inherit",
					],
					stderr: "inherit",
				},
			};
		}
		case "lines":
			return forPrograms({ stream: true });
		case "document":
			return forPrograms({ stream: false });
	}
}

/** Nothing but JSON on standard output; the last of it is the error, if there was one. */
function forPrograms({ stream }: { readonly stream: boolean }): Printer {
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
					// these tell what the engine answered the program, and secrets stand there in clear
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
			if (exit === 0) {
				if (!stream) console.log(document.join("\n"));
				return;
			}
			const found = stream ? [...errors] : diagnosed(document.join("\n"));
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

/** Leaves out what pulumi prints by mistake: its own marks of colours, and the line that says only that there was an error. */
function* tidy(line: string) {
	if (!/^error: (update|preview) failed$/.test(line))
		yield line
			.replace(/^error: (Preview failed: )?/, "")
			.replace(/<\{%[^%]*%\}>/g, "");
}
