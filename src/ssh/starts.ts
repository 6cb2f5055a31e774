import pLimit from "p-limit";
import type { HostConnection } from "../model/host.ts";
import { connectionKey } from "./connection-key.ts";
import { Turns } from "./turns.ts";

// With more than 30 connection attempts at once we have seen "connection reset by peer". sshd starts to drop connections at 10
// unauthenticated ones (MaxStartups 10:30:100), and all connections through one jump host come from its one address.
const startsAtOnce = 30;
const startsAtOncePerJump = 8;

/** Limits how many connections are begun at once: in all, and through each jump host. */
export class Starts {
	readonly #all = pLimit(startsAtOnce);
	readonly #perJump = new Turns(startsAtOncePerJump);

	run<T>(
		jump: HostConnection | undefined,
		begin: () => Promise<T>,
	): Promise<T> {
		const limited = () => this.#all(begin);
		return jump === undefined
			? limited()
			: this.#perJump.run(connectionKey(jump), limited);
	}
}
