import type { DrillEvent } from "../drill/drill-event.ts";
import type { Machine } from "../drill/machine.ts";
import { DeclarationError } from "../errors.ts";
import { didYouMean } from "../model/nearest.ts";
import type { OutageDeclared } from "./outage-shapes.ts";
import { type PlannedAct, plannedAct } from "./planned-act.ts";

type Wrong = (path: string, message: string) => DeclarationError;

/**
 * The acts of an outage on each machine that it may hit.
 *
 * @throws DeclarationError if there is no such machine, or the event is not possible there.
 */
export function outageActs(
	event: DrillEvent,
	declared: OutageDeclared,
	{
		machines,
		lab,
		wrong,
	}: {
		readonly machines: readonly Machine[];
		readonly lab: boolean;
		readonly wrong: Wrong;
	},
): PlannedAct[] {
	const { event: name, unit } = declared;
	if (unit !== undefined && event.takesUnit === undefined)
		throw wrong("unit", `${name} happens to no unit; leave it out`);
	return candidates(event, declared, machines, wrong).map((machine) => {
		try {
			const act = event.plan({
				...{ machine, lab },
				...(unit === undefined ? {} : { unit }),
			});
			return plannedAct(act, machine);
		} catch (error) {
			if (!(error instanceof DeclarationError)) throw error;
			const [problem] = error.problems;
			throw wrong("event", `${name}: ${problem?.path}: ${problem?.message}`);
		}
	});
}

/** The machines that it may hit: the one that is named, the first real server, or all directors. */
function candidates(
	{ befalls }: DrillEvent,
	{ machine }: OutageDeclared,
	machines: readonly Machine[],
	wrong: Wrong,
): readonly Machine[] {
	const role = befalls === "real-server" ? "real-server" : "director";
	const all = machines.filter((each) => each.role === role);
	const named = all.filter(({ name }) => name === machine);
	const found =
		machine !== undefined ? named : role === "director" ? all : all.slice(0, 1);
	if (found.length > 0) return found;
	const names = all.map(({ name }) => name);
	throw wrong(
		"machine",
		machine === undefined
			? `the cluster has no ${role} with a \`host\`, which something could befall`
			: `no ${role} ${JSON.stringify(machine)}${didYouMean(machine, names) || `; there are ${names.join(", ")}`}`,
	);
}
