import type { LiveTimeouts } from "./live-settings.ts";
import { placeOf } from "./place-of.ts";
import type { Call } from "./script/read-script.ts";

/** The timeouts of the kernel after `ipvsadm --set`, where a 0 leaves one as it was. A string says why they cannot be read. */
export function timeoutsSet(
	call: Call,
	before: LiveTimeouts | undefined,
): LiveTimeouts | string {
	const [tcp, tcpFin, udp, ...more] = call.words.filter((word) =>
		/^\d+$/.test(word),
	);
	if (
		tcp === undefined ||
		tcpFin === undefined ||
		udp === undefined ||
		more.length > 0
	)
		return "--set takes the seconds of tcp, tcpfin and udp, three numbers";
	const seconds = Object.entries({ tcp, tcpFin, udp }).filter(
		([, value]) => Number(value) !== 0,
	);
	return {
		...placeOf(call),
		seconds: { ...before?.seconds, ...Object.fromEntries(seconds) },
	};
}
