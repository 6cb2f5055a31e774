import { quoteWords } from "../../../model/quote.ts";
import {
	lineOf,
	type Notes,
	refuse,
	remark,
} from "../../configuration/notes.ts";
import type { FoundCheck } from "./read-tracked-script.ts";

/**
 * The one program that decides what several of keepalived decide: a script that runs them all, whose text is shown to the user. A program that another user
 * runs is reported. Undefined: none decides.
 *
 * @param all of an instance and its groups; the same one may be there twice
 * @param name of the instance
 */
export function joinChecks(
	all: readonly FoundCheck[],
	name: string,
	notes: Notes,
): FoundCheck | undefined {
	const [first, ...others] = new Map(
		all.map((one) => [one.name, one]),
	).values();
	if (first === undefined) return undefined;
	const { runAs = "" } = first.value;
	const joined = [first];
	for (const other of others)
		if (other.value.runAs === runAs) joined.push(other);
		else
			refuse(
				notes,
				other,
				`it runs as "${other.value.runAs}", and that of ${lineOf(first)} as "${runAs}": one program decides which director can have the VIP, as one user; write one that runs both, and declare it as \`failover.check\``,
			);
	if (joined.length === 1) return first;
	const path = `/usr/local/sbin/lvs-may-lead-${name.replace(/[^A-Za-z0-9_-]/g, "-")}`;
	const values = joined.map(({ value }) => value);
	const text = values
		.map(({ command }) => quoteWords([command].flat()))
		.join(" && ");
	const least = (of: (value: (typeof values)[number]) => number | undefined) =>
		Math.min(...values.map((value) => of(value) ?? 1));
	const everySeconds = least((value) => value.everySeconds);
	const timeoutSeconds = values.reduce(
		(sum, { timeoutSeconds, everySeconds = 1 }) =>
			sum + (timeoutSeconds ?? everySeconds),
		0,
	);
	remark(
		notes,
		first,
		`one program decides which director can have the VIP, and ${joined.map(({ name }) => name).join(", ")} must all pass: write an executable script ${path} on each director, \`#!/bin/sh\` and \`${text}\`; it is called as often as the one that is called most, and may take as long as all of them together`,
	);
	return {
		...first,
		value: {
			...first.value,
			command: path,
			everySeconds,
			timeoutSeconds,
			failures: least((value) => value.failures),
		},
	};
}
