import { hasVip } from "../../drill/has-vip.ts";
import { RemoteError } from "../../errors.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { onHost } from "./on-host.ts";

/**
 * The directors that have the VIP of their cluster. A cluster's only director has it. If none of several has it, or none of those that have it can be reached,
 * the first director stands for them.
 */
export async function activeDirectors(
	directors: readonly HostInputs[],
): Promise<HostInputs[]> {
	const clusters = new Set(directors.map(({ component }) => component));
	const active = [...clusters].map(async (cluster) => {
		const all = directors.filter(({ component }) => component === cluster);
		const [first] = all;
		if (first === undefined || all.length === 1) return all;
		const has = await Promise.all(all.map(holds));
		const holders = all.filter((_, place) => has[place]);
		return holders.length === 0 ? [first] : holders;
	});
	return (await Promise.all(active)).flat();
}

async function holds(director: HostInputs): Promise<boolean> {
	try {
		return await onHost(director, (session) =>
			hasVip(session, director.desired.vip ?? ""),
		);
	} catch (error) {
		if (error instanceof RemoteError) return false;
		throw error;
	}
}
