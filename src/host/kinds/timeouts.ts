import { sh } from "../../ssh/shell.ts";
import { wasNotThere } from "../record.ts";
import { differences } from "./differences.ts";
import { ipvsDefaults } from "./ipvs-defaults.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** The timeouts of IPVS. There is one set of them for the whole host. */
export const timeouts: Kind<"timeouts"> = {
	title: "timeout",
	localise: { never: "our own names" },
	probe: ({ timeouts }) =>
		Object.keys(timeouts).length === 0
			? ""
			: "[ ! -e /proc/net/ip_vs ] || ipvsadm -Ln --timeout",
	parse: ({ lines }) => readTimeouts(lines),
	plan: ({ desired, observed }) => ({
		unit: differences("timeout ", desired.timeouts, observed.timeouts),
	}),
	noted: {
		found: (name, { observed }) =>
			observed.timeouts[name] ?? ipvsDefaults[name] ?? wasNotThere,
		untilDropped: true,
	},
	takenBackBy: "steps",
	giveBack(found, { desired, observed }) {
		const known = Object.entries(found).filter(
			([, seconds]) => seconds !== wasNotThere,
		);
		const differ = known.some(
			([name, seconds]) =>
				observed.timeouts[name] !== seconds &&
				// the timeouts are gone if ip_vs is no longer loaded
				!(name in desired.timeouts && observed.timeouts[name] === undefined),
		);
		return differ
			? {
					"put back": [
						{
							kind: "set-timeouts",
							timeouts: Object.fromEntries(known),
							because: "as it was found",
						},
					],
				}
			: {};
	},
	live: ({ declared, observed }) =>
		liveEach(declared.timeouts, (name) => observed.timeouts[name]),
};

/** Reads what `ipvsadm -Ln --timeout` prints. Empty if it says nothing. */
export function readTimeouts(
	lines: readonly string[],
): Readonly<Record<string, string>> {
	// Timeout (tcp tcpfin udp): 900 120 300
	const [tcp, tcpFin, udp] =
		/: (\d+) (\d+) (\d+)/.exec(lines.join("\n"))?.slice(1) ?? [];
	return tcp === undefined || tcpFin === undefined || udp === undefined
		? {}
		: { tcp, tcpFin, udp };
}

export const timeoutSteps: Actions<"set-timeouts"> = {
	"set-timeouts": {
		describe: () => "set the timeouts of IPVS",
		render({ timeouts }) {
			// ipvsadm wants all three, and 0 leaves a timeout as it is
			const { tcp = "0", tcpFin = "0", udp = "0" } = timeouts;
			return sh`{ [ ! -e /proc/net/ip_vs ] || ipvsadm --set ${[tcp, tcpFin, udp]}; }`;
		},
	},
};
