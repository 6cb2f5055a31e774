import { refuse } from "../../configuration/notes.ts";
import { plainText } from "../../configuration/plain-text.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";
import { connects } from "./connection.ts";
import { answerOf, requestOf } from "./request-of.ts";

/** `service=simpletcp`: a text is sent, and a line of the answer must match. A declaration says how the answer begins. */
export function simpleTcpAsker({
	match,
	own,
	place,
	notes,
}: AskerContext): Asker {
	const isUdp = match.protocol === "udp";
	return {
		timeout: "negotiatetimeout",
		ask(real) {
			const send = requestOf(real, own).slice(1).replaceAll("\\n", "\n");
			const answer = answerOf(real, own);
			const begins = answer?.text.startsWith("^")
				? plainText(answer.text.slice(1))
				: undefined;
			if (begins !== undefined && begins !== "" && !(isUdp && send === ""))
				return {
					kind: isUdp ? "udp" : "tcp",
					fields: {
						[isUdp ? "udp" : "tcp"]: {
							...(send === "" ? {} : { send }),
							expect: begins,
						},
					},
					remarks: [
						"the answer itself must begin so, and by ldirectord any line of it may",
					],
				};
			const how = `a declaration says how the answer begins, and this does not; write \`${isUdp ? "udp" : "tcp"}: { send: ${JSON.stringify(send)}, expect: "..." }\`, or ${byProgram}`;
			if (isUdp) return how;
			refuse(
				notes,
				answer?.place ?? place,
				`a connection alone is asked for: ${how}`,
			);
			return connects;
		},
	};
}
