import type { Socket } from "./evidence.ts";

/** The address of a socket as ss prints it: `*` is every address. */
export function socketWords({ address }: Pick<Socket, "address">): string {
	return address.at === "every" ? "*" : address.text;
}
