import { addressToNumber } from "./packet.ts";
import type { Target } from "./ruleset.ts";

/** The destination of a target of iptables. Undefined: there are several, or it is a program. */
export function iptablesDestination(
	target: string,
	options: readonly string[],
): Target | undefined {
	const after = (word: string) =>
		options.includes(word) ? options[options.indexOf(word) + 1] : undefined;
	if (target === "REDIRECT") {
		const port = after("--to-ports");
		if (port === undefined) return { address: undefined, port: undefined };
		return /^\d+$/.test(port)
			? { address: undefined, port: Number(port) }
			: undefined;
	}
	const [, address, port] =
		/^(\d+\.\d+\.\d+\.\d+)(?::(\d+))?$/.exec(after("--to-destination") ?? "") ??
		[];
	return address === undefined
		? undefined
		: {
				address: addressToNumber(address),
				port: port === undefined ? undefined : Number(port),
			};
}
