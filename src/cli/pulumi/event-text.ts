import {
	type EngineEvent,
	errorOf,
	nameOf,
	type Step,
} from "./engine-event.ts";
import { outputLines } from "./output-lines.ts";

/** The text to print: on standard output, and on standard error. */
export interface Printed {
	readonly out: readonly string[];
	readonly err: readonly string[];
}

/** The action on a resource -> the words for it. Steps that are parts of another one are left out. */
const done: ReadonlyMap<string, string> = new Map([
	["create", "created"],
	["update", "updated"],
	["delete", "deleted"],
	["replace", "replaced"],
	["import", "imported"],
]);

/**
 * Turns the events of one operation into text: a line for each resource that was changed, each error once, then outputs and counts.
 *
 * @param options.previewed whether the events of a preview come first. Except for errors, its events come again with the change.
 * @param options.onlyPreview whether no change comes after it.
 * @param options.notSeen called at the end, returns a sentence about what was not looked at. Then nothing is called unchanged. Default: all was looked at.
 */
export function eventText(options: {
	readonly previewed: boolean;
	readonly onlyPreview: boolean;
	readonly outputs: boolean;
	readonly notSeen?: () => string | undefined;
}): (event: EngineEvent) => Printed {
	let phases = 0;
	let failed = 0;
	let outputs: readonly string[] = [];
	const told = new Set<string>();
	return (event) => {
		const err = messages(event).filter((line) => !told.has(line));
		for (const line of err) told.add(line);
		if (event.preludeEvent !== undefined) phases += 1;
		if (options.previewed && phases === 1) return { out: [], err };
		const { resOutputsEvent, resOpFailedEvent, summaryEvent } = event;
		if (resOpFailedEvent !== undefined) failed += 1;
		const step = resOutputsEvent?.metadata;
		if (step?.type === "pulumi:pulumi:Stack")
			outputs = outputLines(step.new?.outputs ?? {}, step.old?.outputs);
		const verb = done.get(step?.op ?? "");
		const name = nameOf(step?.urn ?? "");
		const { diagnosticEvent: diagnostic } = event;
		return {
			err,
			out: [
				...(verb === undefined || name === "" || isComponent(step)
					? []
					: [`${name} ${options.onlyPreview ? "would be " : ""}${verb}`]),
				...(diagnostic?.severity === "info" && !diagnostic.ephemeral
					? [diagnostic.message.trimEnd()].filter(Boolean)
					: []),
				...(summaryEvent === undefined
					? []
					: [
							...(options.outputs && outputs.length > 0
								? ["Outputs:", ...outputs]
								: []),
							summary(summaryEvent, failed, options.notSeen?.()),
						]),
			],
		};
	};
}

/** Components of ours are not on a host themselves; their parts are printed. */
function isComponent(step: Step | undefined): boolean {
	return step?.type.startsWith("lvs:index:") ?? false;
}

/** Errors, warnings, and what the program or the provider printed on standard error. */
function messages(event: EngineEvent): string[] {
	const error = errorOf(event);
	if (error !== undefined) return [error];
	const { diagnosticEvent: diagnostic } = event;
	if (diagnostic === undefined || diagnostic.ephemeral) return [];
	const text = diagnostic.message.trimEnd();
	if (text === "") return [];
	switch (diagnostic.severity) {
		case "warning":
			return [`warning: ${text.replace(/^warning: /, "")}`];
		case "info#err":
			return [text];
		default:
			return [];
	}
}

/** The words for resources with the declaration of the last `up`, if not all hosts were looked at. */
export const asBefore = "declared as before";

function summary(
	{
		durationSeconds,
		resourceChanges = {},
	}: NonNullable<EngineEvent["summaryEvent"]>,
	failed: number,
	notSeen: string | undefined,
): string {
	const { same = 0 } = resourceChanges;
	const word = (op: string) =>
		op !== "same"
			? done.get(op)
			: notSeen === undefined
				? "unchanged"
				: asBefore;
	const counts = [
		...Object.entries(resourceChanges),
		["failed", failed] as const,
	].flatMap(([op, count]) => {
		const verb = op === "failed" ? op : word(op);
		return verb === undefined || count === 0 ? [] : [`${count} ${verb}`];
	});
	const onlySame = counts.length === 1 && same > 0;
	return [
		`Resources: ${onlySame && notSeen !== undefined ? "nothing declared has changed" : counts.join(", ") || "none"}`,
		...(same > 0 && notSeen !== undefined ? [notSeen] : []),
		`${durationSeconds} s`,
	].join("; ");
}
