import { RemoteError } from "../../errors.ts";

/** Several hosts failed; each says why. */
export class HostsError extends Error {
	override readonly name = "RemoteError";
}

/**
 * What is found of each host, all side by side, or one error with the message of each that failed: of three dead hosts the user
 * wants to know all three.
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
