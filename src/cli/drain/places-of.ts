import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { oneMachine } from "../stack/one-machine.ts";
import type { OpenStack } from "../stack/open-stack.ts";

/** A director, and the name and the address that a real server has in its cluster. */
export type Place = HostInputs & {
	readonly realServer: string;
	readonly address: string;
};

/**
 * Every director of each cluster that has this real server.
 *
 * @param realServer names one machine, see `oneMachine`.
 * @throws DeclarationError where no such real server, or no director of it, is deployed.
 * @throws UsageError where it is the name of several machines.
 */
export function placesOf(
	{ directors, realServers, stack }: OpenStack,
	realServer: string,
): Place[] {
	const wrong = (message: string) =>
		new DeclarationError(`stack ${stack.name}`, [
			{ path: realServer, message },
		]);
	const found = oneMachine(realServer, realServers);
	const names = [...new Set(realServers.map(({ name }) => name))];
	const there =
		names.length === 0
			? "the stack has none that is reached as a host; run up, which adds those that are declared"
			: `there are ${names.join(", ")}`;
	if (found.length === 0)
		throw wrong(
			`no such real server${didYouMean(realServer, names) || `; ${there}`}`,
		);
	const places = found.flatMap(({ component, name, desired: { ownAddress } }) =>
		directors
			.filter((director) => director.component === component)
			.map((director) => ({
				...director,
				realServer: name,
				address: ownAddress,
			})),
	);
	if (places.length === 0)
		throw wrong("its director is not in the stack; run up, which adds it");
	return places;
}
