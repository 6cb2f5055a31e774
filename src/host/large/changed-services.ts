import type { Command } from "../../ipvs/command.ts";
import { parseTable } from "../../ipvs/parse-rule.ts";
import { isPlain, serviceKey, type Table } from "../../ipvs/rule.ts";
import type { Desired } from "../../model/desired.ts";
import type { Step } from "../step.ts";
import type { ChangedServices } from "./services-again.ts";

/** With fewer rules in the table, or with more changed services, a dump of the whole table is as fast. */
const fromRules = 500;
const upToServices = 8;

/**
 * The services that these steps may change. Undefined where the steps may change more than that, or where a listing does not
 * show everything about a real server (thresholds, types of tunnels). Reading back a large table takes most of the time of a
 * small change.
 */
export function changedServices(
	steps: readonly Step[],
	desired: Desired,
	before: Table,
): ChangedServices | undefined {
	if (before.size < fromRules) return undefined;
	const commands: Command[] = [];
	for (const step of steps) {
		if (step.kind === "ipvs" && step.reschedules === undefined)
			commands.push(...step.commands);
		else if (step.kind !== "record" && step.kind !== "write") return undefined;
	}
	const services = new Set<string>();
	for (const { rule } of commands) {
		if (rule.kind === "service") return undefined;
		services.add(serviceKey(rule.service));
	}
	const plain = [
		...parseTable(desired.ipvs).values(),
		...before.values(),
	].every(
		(rule) =>
			rule.kind === "service" ||
			!services.has(serviceKey(rule.service)) ||
			isPlain(rule),
	);
	return plain && services.size > 0 && services.size <= upToServices
		? { services: [...services], before }
		: undefined;
}
