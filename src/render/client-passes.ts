import { parseIpv4 } from "../model/address.ts";
import { type Passage, someLink, towards } from "../model/passage.ts";
import { passesOf, type Worded } from "./passes.ts";

/** A machine to which another one sends requests, by TCP. */
export interface Asked {
	/** What it is, in a few words: `the database`. */
	readonly what: string;
	/** IPv4 address, or a name. The name must not mean the asking machine itself. */
	readonly at: string;
	readonly port: number;
	/** The sender's port: one below 1024, as kernels use to mount by NFS, or any. Default: a port that a kernel chooses for a client. */
	readonly from?: "any port";
}

/** Linux chooses one from 32768 to 60999. */
const chosenPort = 50_000;

/** The packets that the filters of a machine must let through if it asks other machines: its requests, and their answers. */
export function clientPasses(
	asked: readonly Asked[],
): Readonly<Record<string, Passage>> {
	return passesOf(
		asked.flatMap(({ what, at, port, from }): Worded[] => {
			const address = parseIpv4(at);
			// only that machine knows which addresses a name has, and they may change every day
			const way = address === undefined ? someLink : towards(address);
			const chosen = from === undefined ? { chosenPort } : {};
			return [
				[
					`packets to ${what} at ${at}`,
					{
						hooks: ["output", "postrouting"],
						protocol: "tcp",
						...(address === undefined ? {} : { to: address }),
						toPorts: [port],
						...chosen,
						out: way,
						state: "new",
					},
				],
				[
					`answers of ${what} at ${at}`,
					{
						hooks: ["prerouting", "input"],
						protocol: "tcp",
						...(address === undefined ? {} : { from: address }),
						fromPorts: [port],
						...chosen,
						in: way,
						state: "established",
					},
				],
			];
		}),
	);
}
