import type { HostConnection } from "../model/host.ts";
import { sshPort } from "../ssh/host-label.ts";

/** Whether two connections lead to one machine. */
export function isSameHost(
	one: HostConnection,
	other: HostConnection,
): boolean {
	return one.address === other.address && sshPort(one) === sshPort(other);
}
