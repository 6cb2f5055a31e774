import { hexadecimal } from "./hexadecimal.ts";

/**
 * A regular expression of awk for the local address of a socket that takes packets for this address and port, as /proc/net/tcp and tcp6 have
 * it: `450012AC:0CEA` on most machines, `AC120045:0CEA` on those that are big-endian; all addresses; or this one within IPv6.
 */
export function listensAt(address: string, port: number): string {
	const bytes = address.split(".").map((byte) => hexadecimal(Number(byte), 2));
	const ways = [bytes, [...bytes].reverse()].map((each) => each.join(""));
	return `^(0+|(0+FFFF0+)?(${ways.join("|")})):${hexadecimal(port, 4)}$`;
}
