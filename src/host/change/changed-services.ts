import type { Desired } from "../../model/desired.ts";
import { isServerKey, serviceOfKey } from "../../model/rule-key.ts";
import { plainForwarding } from "../../model/rule-line.ts";
import type { ChangedServices } from "../look/services-again.ts";
import type { Step } from "./step.ts";

/** A table of fewer rules, or a change of more services, is dumped as soon. */
const fromRules = 500;
const upToServices = 8;

/**
 * The services that alone may differ after these steps; undefined where that may be more, or where a listing does not
 * tell all of a real server (thresholds, kinds of tunnels). Reading back a large table is the most of a small change.
 */
export function changedServices(
	steps: readonly Step[],
	desired: Desired,
	before: Desired["ipvs"],
): ChangedServices | undefined {
	const commands: string[] = [];
	for (const step of steps) {
		if (step.kind === "ipvs" && step.reschedules === undefined)
			commands.push(...step.commands);
		else if (step.kind !== "record" && step.kind !== "write") return undefined;
	}
	const services = new Set<string>();
	for (const command of commands) {
		const [, key = ""] = /^-[aed] (-\S \S+ -r \S+)/.exec(command) ?? [];
		if (key === "") return undefined;
		services.add(serviceOfKey(key));
	}
	const touched = (rules: Desired["ipvs"]) =>
		Object.entries(rules).filter(
			([key]) => isServerKey(key) && services.has(serviceOfKey(key)),
		);
	const plain = [...touched(desired.ipvs), ...touched(before)].every(
		([, attributes]) => plainForwarding(attributes) !== undefined,
	);
	return plain &&
		services.size > 0 &&
		services.size <= upToServices &&
		Object.keys(before).length >= fromRules
		? { services: [...services], before }
		: undefined;
}
