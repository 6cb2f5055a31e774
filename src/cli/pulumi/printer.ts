import { plainLine } from "../plain-reason.ts";
import { type Display, hasOption } from "./display.ts";
import { parseEvent } from "./engine-event.ts";
import { asBefore, eventText } from "./event-text.ts";
import { jsonPrinter, type Printer, streamed } from "./json-printer.ts";

/** A sentence about what was not looked at. Undefined: all was looked at. Called when pulumi counts what it did. */
export type NotSeen = () => string | undefined;

/** How the output of pulumi for these words is printed. */
export function printerFor(
	display: Display,
	words: readonly string[],
	notSeen: NotSeen = () => undefined,
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
					stdout: [tidy(notSeen), "inherit"],
					stderr: [tidy(), "inherit"],
				},
			};
		case "events": {
			const onlyPreview = words[0] === "preview" || has("--preview-only");
			const print = eventText({
				onlyPreview,
				previewed: !onlyPreview && !has("--skip-preview", "-f"),
				outputs: !has("--suppress-outputs"),
				notSeen,
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
			return jsonPrinter({ stream: true });
		case "document":
			return jsonPrinter({ stream: false });
	}
}

/**
 * Leaves out what pulumi prints by mistake: its own marks of colours, and the line that only says that there was an error. If hosts were not looked at, the
 * count of unchanged resources says so.
 */
function tidy(notSeen: NotSeen = () => undefined) {
	const plain = plainLine();
	return function* (line: string) {
		if (!/^error: (update|preview) failed$/.test(line))
			yield* plain(
				line
					.replace(/^error: (Preview failed: )?/, "")
					.replace(/<\{%[^%]*%\}>/g, "")
					.replace(
						/^( +(?:\d+ changes?\. )?\d+) unchanged$/,
						(counted, count) => {
							const unseen = notSeen();
							return unseen === undefined
								? counted
								: `${count} ${asBefore}; ${unseen}`;
						},
					),
			);
	};
}
