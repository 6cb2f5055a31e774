import { forwardedAs, noForwarding } from "./forwarded-as.ts";
import type { ReadValue } from "./values.ts";

/** The words of a fallback: its place, and how it is forwarded to. What stands before these two is overlooked. */
export function fallbackWords(value: string): {
	readonly place: string;
	readonly forwarding: string;
} {
	const [, place = "", forwarding = "gate"] =
		/(\S+)(?:\s+(\S+))?\s*$/.exec(value) ?? [];
	return { place, forwarding };
}

/** What a `fallback` takes. */
export const fallbackValue: ReadValue = (written) => {
	const { place, forwarding } = fallbackWords(written);
	if (place === "")
		return { problem: "takes an address and a port, like 127.0.0.1:80" };
	return forwardedAs(forwarding) === undefined
		? { problem: `is forwarded to by "${forwarding}": ${noForwarding}` }
		: { value: written };
};
