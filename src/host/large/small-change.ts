import type { Command } from "../../ipvs/command.ts";
import { parseRule } from "../../ipvs/parse-rule.ts";
import { isPlain } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import { equal } from "../equal.ts";
import { writeStep } from "../kinds/files.ts";
import type { Step } from "../step.ts";

/**
 * The steps from what was applied last to what is desired, if the two differ only in weights of real servers and in files that hold these weights. Undefined
 * otherwise. The steps do no harm to a host that others have changed since: if a rule is missing, its step fails.
 */
export function smallChange(
	applied: Desired,
	desired: Desired,
): Step[] | undefined {
	const { ipvs: before, files: filesBefore, ...restBefore } = applied;
	const { ipvs, files, ...rest } = desired;
	if (!equal(restBefore, rest)) return undefined;
	if (!sameKeys(before, ipvs) || !sameKeys(filesBefore, files))
		return undefined;
	const because = "declared anew";
	const commands: Command[] = [];
	for (const [key, attributes] of Object.entries(ipvs)) {
		if (attributes === before[key]) continue;
		const rule = parseRule(key, attributes);
		const was = parseRule(key, before[key] ?? "");
		if (!isPlain(rule) || !isPlain(was) || rule.method !== was.method)
			return undefined;
		commands.push({ verb: "edit", rule });
	}
	if (commands.length === 0) return undefined;
	const writes: Step[] = [];
	for (const [path, file] of Object.entries(files)) {
		const was = filesBefore[path];
		if (was === undefined || equal(was, file)) continue;
		const { content, ...how } = file;
		const { content: contentBefore, ...howBefore } = was;
		// only a file in which a block is ours qualifies, as nothing reads it before the next boot
		if (!equal(how, howBefore) || !isQuiet(file)) return undefined;
		writes.push(writeStep(path, file, because, contentBefore));
	}
	return [...writes, { kind: "ipvs", commands, because }];
}

function isQuiet(file: Desired["files"][string]): boolean {
	return (
		file.block !== undefined &&
		file.readBy === "others" &&
		file.test === undefined &&
		file.reloads === undefined &&
		file.restarts === undefined &&
		file.owner === undefined
	);
}

function sameKeys(one: object, other: object): boolean {
	return equal(Object.keys(one).sort(), Object.keys(other).sort());
}
