import { machineOf, type Nameable, placeOf } from "./one-machine.ts";

/**
 * A name for each of these hosts that no other machine among them has, and that `oneMachine` takes: the one in the declaration, or, where several machines have
 * that, with the component (`web/rs1`). A machine that is several of them under one name has one name here too.
 */
export function distinctNames(
	hosts: readonly Nameable[],
): (host: Nameable) => string {
	/** Name in the declaration -> machine -> its name here. */
	const all = new Map<string, Map<string, string>>();
	for (const host of hosts) {
		const machines = all.get(host.name) ?? new Map<string, string>();
		all.set(host.name, machines);
		const machine = machineOf(host);
		// a director and a real server of one cluster may have one name
		const isTaken = [...machines.values()].includes(placeOf(host));
		if (!machines.has(machine))
			machines.set(machine, isTaken ? machine : placeOf(host));
	}
	return (host) => {
		const machines = all.get(host.name);
		return machines === undefined || machines.size < 2
			? host.name
			: (machines.get(machineOf(host)) ?? placeOf(host));
	};
}
