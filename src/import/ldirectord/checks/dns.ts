import { isIPv4 } from "node:net";
import { refuse } from "../../configuration/notes.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";
import { answerOf, requestOf } from "./request-of.ts";

/** `service=dns`. For an address ldirectord asks for its name. */
export function dnsAsker({ match, own, notes }: AskerContext): Asker {
	return {
		timeout: "negotiatetimeout",
		ask(real) {
			const answer = answerOf(real, own);
			if (answer !== undefined)
				refuse(
					notes,
					answer.place,
					`what the answer says is not compared: a name server passes that answers, and does not say that it failed; ${byProgram}`,
				);
			const request = requestOf(real, own).slice(1);
			const isAddress = isIPv4(request);
			return {
				kind: "dns",
				fields: { dns: isAddress ? reverse(request) : request || "." },
				remarks: [
					...(match.protocol === "tcp"
						? ["it asks by UDP, and ldirectord by TCP"]
						: []),
					...(isAddress
						? [
								"it asks for an address of that name, and ldirectord for its PTR record",
							]
						: []),
				],
			};
		},
	};
}

function reverse(address: string): string {
	return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
}
