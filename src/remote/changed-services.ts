import type { Desired } from "../model/desired.ts";
import { isServerKey, serviceOfKey } from "../model/rule-key.ts";
import { plainForwarding } from "../model/rule-line.ts";
import { readListing } from "./listing.ts";
import { sh } from "./shell.ts";
import type { Step } from "./step.ts";

/** A table of fewer rules, or a change of more services, is dumped as soon. */
const fromRules = 500;
const upToServices = 8;

/** Services of which only real servers change, in a table that is large beside them. */
export interface ChangedServices {
	readonly services: readonly string[];
	/** The whole table before the change. */
	readonly before: Desired["ipvs"];
}

/** What a listing calls it -> the option (ipvsadm.c, fwd_name and fwd_switch). */
const methods: Readonly<Record<string, string>> = {
	Local: "-g",
	Masq: "-m",
	Route: "-g",
	Tunnel: "-i",
};

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

export function probeServices({ services }: ChangedServices): string {
	return sh`for service in ${services}; do ipvsadm -Ln $service; done`;
}

/** The table after the change. */
export function withServices(
	{ services, before }: ChangedServices,
	lines: readonly string[],
): Record<string, string> {
	const rest = Object.entries(before).filter(
		([key]) => !isServerKey(key) || !services.includes(serviceOfKey(key)),
	);
	const listed = readListing(lines).filter(({ key }) => isServerKey(key));
	return Object.fromEntries([
		...rest,
		...listed.map(({ key, columns: [method = "", weight] }) => [
			key,
			`${methods[method] ?? method} -w ${weight}`,
		]),
	]);
}
