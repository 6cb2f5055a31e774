import { RemoteError } from "../errors.ts";
import { tail } from "./observe.ts";
import type { Session } from "./session.ts";
import { sh } from "./shell.ts";

/** Lets the director tell its neighbours the VIP's MAC address once more. It takes no change, so no lock. */
export async function announce(
	session: Session,
	cluster: string,
): Promise<void> {
	const { exit, stderr } = await session.run(
		sh`${`/usr/local/lib/pulumi-lvs/${cluster}/director`} announce`,
		{ doing: "announce the VIP", timeoutSeconds: 30 },
	);
	if (exit !== 0)
		throw new RemoteError({
			host: session.host,
			doing: "announce the VIP",
			saw: `exit ${exit}${tail(stderr)}`,
			advice: "Run up again.",
		});
}
