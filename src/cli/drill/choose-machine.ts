import type { DrillEvent } from "../../drill/drill-event.ts";
import type { Stage } from "../../drill/stage.ts";
import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { machineOf, oneMachine } from "../stack/one-machine.ts";
import type { OpenStack } from "../stack/open-stack.ts";

/**
 * The machine that an event hits.
 *
 * @param active finds the directors that have the VIP. It is called if no director was named.
 * @throws DeclarationError where there is no such machine, or the event is for labs alone.
 * @throws UsageError where several machines have the name.
 */
export async function chooseMachine(
	open: Pick<OpenStack, "directors" | "realServers" | "hosts" | "stack">,
	{
		event,
		target,
		unit,
	}: {
		readonly event: DrillEvent;
		readonly target: string | undefined;
		readonly unit: string | undefined;
	},
	active: (directors: readonly HostInputs[]) => Promise<readonly HostInputs[]>,
): Promise<Stage> {
	const { directors, realServers, hosts, stack } = open;
	const wrong = (path: string, message: string) =>
		new DeclarationError(`stack ${stack.name}`, [{ path, message }]);
	const all = event.befalls === "real-server" ? realServers : directors;
	const names = [...new Set(all.map(({ name }) => name))];
	const word = event.befalls === "real-server" ? "real server" : "director";
	const candidates =
		target !== undefined
			? oneMachine(target, all)
			: event.befalls === "director"
				? await active(all)
				: all;
	const [named] = candidates;
	if (named === undefined)
		throw wrong(
			target ?? word,
			`no such ${word}${didYouMean(target ?? "", names) || `; there are ${names.join(", ") || "none"}`}`,
		);
	const lab = stack.machines !== undefined;
	if (!lab && event.labsOnly !== undefined)
		throw wrong(
			named.name,
			`this is only for machines of a lab: ${event.labsOnly}. lvsctl drill --list says which events are not`,
		);
	return {
		machine: named,
		roles: hosts.filter((host) => machineOf(host) === machineOf(named)),
		lab,
		...(unit === undefined ? {} : { unit }),
	};
}
