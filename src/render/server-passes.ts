import { ownLink } from "../model/own-link.ts";
import { type Passage, towards } from "../model/passage.ts";
import { passesOf, type Worded } from "./passes.ts";

/**
 * The packets that the filters of a machine must let through if it serves other machines of the cluster: their requests, and its answers.
 *
 * @param clients the addresses that may ask. Undefined: they are not known one by one, and it is enough if a filter lets some in.
 */
export function serverPasses(
	{ address, ports }: { readonly address: string; readonly ports: number[] },
	clients?: readonly string[],
): Readonly<Record<string, Passage>> {
	const askers = clients ?? [undefined];
	return passesOf(
		askers.flatMap((client): Worded[] => {
			const who = client ?? "its clients";
			return [
				[
					`packets of ${who} to ${address}`,
					{
						hooks: ["prerouting", "input"],
						protocol: "tcp",
						...(client === undefined ? {} : { from: client }),
						to: address,
						toPorts: ports,
						in: client === undefined ? ownLink : towards(client),
						state: "new",
					},
				],
				[
					`answers from ${address} to ${who}`,
					{
						hooks: ["output", "postrouting"],
						protocol: "tcp",
						from: address,
						...(client === undefined ? {} : { to: client }),
						fromPorts: ports,
						state: "established",
					},
				],
			];
		}),
	);
}
