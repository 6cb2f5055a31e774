import type { DeclaredRules } from "../declare-vip.ts";
import { placeOf } from "../place-of.ts";
import type { Unread } from "../script/read-script.ts";
import { withTimeouts } from "../with-timeouts.ts";
import type { Statement } from "./statement.ts";

/** Word of `lvs_timeouts` -> our name. */
const names: Readonly<Record<string, string>> = {
	tcp: "tcp",
	tcpfin: "tcpFin",
	udp: "udp",
};

/** Declares the timeouts of the kernel. Values that the model refuses are reported. */
export function declareTimeouts(
	clusters: readonly DeclaredRules[],
	statement: Statement | undefined,
): {
	readonly clusters: readonly DeclaredRules[];
	readonly unread: readonly Unread[];
} {
	const [first, ...others] = clusters;
	if (first === undefined || statement === undefined || statement.why)
		return { clusters, unread: [] };
	const { values } = statement;
	const timeouts = Object.fromEntries(
		values.flatMap((word, index) => {
			const name = names[word];
			return name === undefined ? [] : [[name, Number(values[index + 1])]];
		}),
	);
	const timed = withTimeouts([first, ...others], timeouts);
	return typeof timed === "string"
		? { clusters, unread: [{ ...placeOf(statement), reason: timed }] }
		: { clusters: timed, unread: [] };
}
