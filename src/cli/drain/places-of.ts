import { DeclarationError } from "../../errors.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import type { OpenStack } from "../stack/open-stack.ts";

/** A director, and the address that a real server has in its cluster. */
export type Place = HostInputs & { readonly address: string };

/**
 * Every director of each cluster that has a real server of this name.
 *
 * @throws DeclarationError where no such real server, or no director of it, is deployed.
 */
export function placesOf(
	{ directors, realServers, stack }: OpenStack,
	realServer: string,
): Place[] {
	const wrong = (message: string) =>
		new DeclarationError(`stack ${stack.name}`, [
			{ path: realServer, message },
		]);
	const found = realServers.filter(({ name }) => name === realServer);
	const names = realServers.map(({ name }) => name);
	const there =
		names.length === 0
			? "the stack has none that is reached as a host; run up, which adds those that are declared"
			: `there are ${names.join(", ")}`;
	if (found.length === 0)
		throw wrong(
			`no such real server${didYouMean(realServer, names) || `; ${there}`}`,
		);
	const places = found.flatMap(({ component, desired: { ownAddress } }) =>
		directors
			.filter((director) => director.component === component)
			.map((director) => ({ ...director, address: ownAddress })),
	);
	if (places.length === 0)
		throw wrong("its director is not in the stack; run up, which adds it");
	return places;
}
