import { isIPv6 } from "node:net";

/** Whether the text is meant as an IPv6 address: also with a prefix, or in brackets with a port. */
export function isIpv6(text: string): boolean {
	return isIPv6(text.replace(/^\[(.*)\](:\d+)?$/, "$1").replace(/\/\d+$/, ""));
}

/** @param expected what to write in its place. */
export function noIpv6(expected: string): string {
	return `IPv6 is not supported yet; write ${expected}`;
}
