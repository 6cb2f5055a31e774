import type { HostConnection } from "../model/host.ts";
import { readTarget } from "./read-target.ts";

/**
 * The jump host that ProxyJump or `-J` means. The last of several is reached through those before it.
 *
 * @param hops `[user@]host[:port]` of each, the nearest first
 */
export function jumpOf(
	hops: readonly string[],
	sshConfig: true | string,
): HostConnection | undefined {
	const last = hops.at(-1);
	if (last === undefined || last === "") return undefined;
	const before = jumpOf(hops.slice(0, -1), sshConfig);
	return {
		...(readTarget(last) ?? { address: last }),
		sshConfig,
		...(before === undefined ? {} : { jump: before }),
	};
}
