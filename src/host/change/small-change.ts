import type { Desired } from "../../model/desired.ts";
import { isServerKey } from "../../model/rule-key.ts";
import { plainForwarding } from "../../model/rule-line.ts";
import { equal } from "../equal.ts";
import { writeStep } from "./plan-files.ts";
import type { Step } from "./step.ts";

/**
 * The steps from what was applied last to what is desired where that is nothing but weights of real servers, and files that
 * hold them; else undefined. They do no harm to a host that is not as it was left: a rule that is not there is an error.
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
	const weights = Object.keys(ipvs).filter((key) => ipvs[key] !== before[key]);
	const plain = weights.every(
		(key) =>
			isServerKey(key) &&
			plainForwarding(before[key]) !== undefined &&
			plainForwarding(before[key]) === plainForwarding(ipvs[key]),
	);
	if (!plain || weights.length === 0) return undefined;
	const writes: Step[] = [];
	for (const [path, file] of Object.entries(files)) {
		const was = filesBefore[path];
		if (was === undefined || equal(was, file)) continue;
		const { content, ...how } = file;
		const { content: contentBefore, ...howBefore } = was;
		// our lines among others', which nobody reads before the next boot
		if (!equal(how, howBefore) || !isQuiet(file)) return undefined;
		writes.push(writeStep(path, file, because, contentBefore));
	}
	const commands = weights.map((key) => `-e ${key} ${ipvs[key]}`);
	return [...writes, { kind: "ipvs", commands, because }];
}

function isQuiet(file: Desired["files"][string]): boolean {
	return (
		file.block !== undefined &&
		file.test === undefined &&
		file.reloads === undefined &&
		file.restarts === undefined &&
		file.owner === undefined
	);
}

function sameKeys(one: object, other: object): boolean {
	return equal(Object.keys(one).sort(), Object.keys(other).sort());
}
