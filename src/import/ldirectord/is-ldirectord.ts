/** How a ldirectord.cf is recognised: it has a virtual service. */
const virtual = /^[ \t]*virtual6?[ \t]*=/m;

/** Whether a text that has no rules is a ldirectord.cf. */
export function isLdirectord(text: string): boolean {
	return virtual.test(text);
}
