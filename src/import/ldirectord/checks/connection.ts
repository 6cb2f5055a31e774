import type { Asks } from "../../configuration/found-check.ts";
import { refuse } from "../../configuration/notes.ts";
import { noPing } from "../../configuration/reasons.ts";
import type { Asker, AskerContext } from "./asker.ts";

/** What is said of a service by UDP, to which nobody can connect. */
const noPingOfUdp =
	'a check by ping, which ldirectord takes for UDP, cannot be declared: a machine may answer and serve nobody; write `check: { udp: { send: "ping", expect: "pong" } }`, or `check: { dns: "www.example.com" }`';

export const connects: Asks = {
	kind: "tcp",
	fields: { tcp: true },
	remarks: [],
};

/** `checktype=connect` */
export function connectionAsker(context: AskerContext): Asker | undefined {
	return context.match.protocol === "udp"
		? pingAsker(context)
		: { timeout: "checktimeout", ask: () => connects };
}

/** `checktype=ping`, which is left out. */
export function pingAsker({ match, place, notes }: AskerContext): undefined {
	refuse(notes, place, match.protocol === "udp" ? noPingOfUdp : noPing);
	return undefined;
}
