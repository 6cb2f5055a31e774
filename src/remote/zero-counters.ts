import { RemoteError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";
import { tail } from "./observe.ts";
import type { Session } from "./session.ts";
import { sh } from "./shell.ts";

/** Sets the counters of our services to zero, and those of nobody else. */
export async function zeroCounters(
	session: Session,
	{ ipvs }: Desired,
): Promise<void> {
	const services = Object.keys(ipvs).filter((key) => !key.includes(" -r "));
	const { exit, stderr } = await session.run(
		services.map((key) => sh`ipvsadm -Z ${key.split(" ")} || exit`).join("\n"),
		{ doing: "zero the counters", timeoutSeconds: 60 },
	);
	if (exit !== 0)
		throw new RemoteError({
			host: session.host,
			doing: "zero the counters",
			saw: `exit ${exit}${tail(stderr)}`,
			advice: "A service that is missing is made by up.",
		});
}
