import type { Environment } from "../../environment.ts";

/** A verb that has the same name in `lvsctl` and in Pulumi. */
export type StackVerb = "up" | "preview" | "refresh" | "destroy";

/**
 * Which program prints the result of `up` and similar verbs. See docs/decisions/0022.
 *
 * - `pulumi`: pulumi itself, on a terminal
 * - `diff`: pulumi itself, if every changed line is shown and there is no terminal
 * - `events`: we do, from the events of its engine: each outcome and each error once
 * - `lines`: for programs, the events as JSON, one a line
 * - `document`: for programs, one JSON document
 */
export type Display = "pulumi" | "diff" | "events" | "lines" | "document";

/** The parts of an operation on which its display depends. */
export interface Operation {
	readonly verb: StackVerb;
	/** Pulumi's options, as the user wrote them. */
	readonly options: readonly string[];
	/** Whether the stack is a lab's. A lab is for experiments, so nothing is asked there. */
	readonly lab: boolean;
	/** Whether the answer is for programs. */
	readonly json: boolean;
	/** Whether standard output is a terminal. */
	readonly terminal: boolean;
	/** Whether pulumi's environment agrees to everything, as `--yes` does. */
	readonly confirmed: boolean;
}

/** The display, and the options that pulumi gets for it besides the user's. */
export function displayFor(operation: Operation): {
	readonly display: Display;
	readonly flags: readonly string[];
} {
	const { verb, lab, json, terminal } = operation;
	const has = hasOption(operation.options);
	const onlyShows = verb === "preview" || has("--preview-only");
	const asksNothing = lab && !onlyShows ? ["--yes", "--skip-preview"] : [];
	if (json)
		return {
			display: onlyShows ? "document" : "lines",
			flags: [...asksNothing, ...(has("--json", "-j") ? [] : ["--json"])],
		};
	const showsLines = verb === "preview" || verb === "refresh";
	const diff = showsLines && !has("--diff") ? ["--diff"] : [];
	const shown = diff.length > 0 || operation.options.some(isDiff);
	const flags = [...asksNothing, ...diff];
	if (terminal || has(...wordsOfPulumi)) return { display: "pulumi", flags };
	if (shown) return { display: "diff", flags };
	return { display: "events", flags: [...flags, "--json"] };
}

const isDiff = (word: string) => /^--diff(=true|=1)?$/.test(word);

/** A user who writes one of these wants to see pulumi's own output. */
const wordsOfPulumi = [
	...["--debug", "-d", "--urns", "--emoji", "-e", "--show-config"],
	...["--show-full-output", "--show-policy-remediations", "--show-reads"],
	...["--show-replacement-steps", "--show-sames", "--show-secrets"],
];

/** Whether pulumi asks before it does anything. */
export function asks({ verb, lab, options, confirmed }: Operation): boolean {
	return (
		verb !== "preview" &&
		!lab &&
		!confirmed &&
		!hasOption(options)("--yes", "-y", "--skip-preview", "-f", "--preview-only")
	);
}

/** Whether pulumi would ask before it does anything, and nobody could answer. */
export function asksInVain(operation: Operation): boolean {
	return asks(operation) && (operation.json || !operation.terminal);
}

/** Whether the variable PULUMI_SKIP_CONFIRMATIONS says `--yes`, by the words that pulumi takes. */
export function isConfirmed({
	PULUMI_SKIP_CONFIRMATIONS: said = "",
}: Environment): boolean {
	return /^(1|true)$/i.test(said);
}

/** Answers whether one of these options is among the words, alone or with its value. */
export function hasOption(
	options: readonly string[],
): (...names: string[]) => boolean {
	return (...names) =>
		options.some((word) => names.includes(word.split("=")[0] ?? ""));
}
