import { RemoteError } from "../../errors.ts";

/** Several hosts failed. Each error is included. */
export class HostsError extends Error {
	override readonly name = "RemoteError";
}

/**
 * The results for each host, all at the same time, or one error with the message of each that failed: if three hosts are down, the user wants to know all
 * three.
 */
export async function ofEach<Host extends { readonly name: string }, Result>(
	hosts: readonly Host[],
	work: (host: Host) => Promise<Result>,
): Promise<Result[]> {
	const settled = await Promise.allSettled(hosts.map(work));
	const failed = settled.flatMap((one, index) => {
		if (one.status === "fulfilled") return [];
		if (!(one.reason instanceof RemoteError)) throw one.reason;
		return [`${hosts[index]?.name}: ${one.reason.message}`];
	});
	if (failed.length > 0) throw new HostsError(failed.join("\n"));
	return settled.flatMap((one) =>
		one.status === "fulfilled" ? [one.value] : [],
	);
}
