import { sh } from "../../ssh/shell.ts";
import { differences } from "./differences.ts";
import { ipvsDefaults } from "./ipvs-defaults.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** Settings of the kernel, beneath /proc/sys. */
export const sysctls: Kind<"sysctls"> = {
	title: "sysctl",
	localise: { never: "the kernel's own names" },
	reads: ({ sysctls }) => Object.keys(sysctls).map(pathOf),
	parse({ texts }, { sysctls }) {
		return Object.fromEntries(
			Object.keys(sysctls).flatMap((key) => {
				const text = texts.get(pathOf(key));
				return text === undefined ? [] : [[key, text.trim()]];
			}),
		);
	},
	plan: ({ desired, observed }) => ({
		unit: differences("", desired.sysctls, observed.sysctls),
	}),
	noted: {
		found: (key, { observed }) =>
			observed.sysctls[key] ?? ipvsDefaults[key] ?? "",
		untilDropped: true,
	},
	takenBackBy: "both",
	giveBack: (found, { desired, observed }) => ({
		"put back": Object.entries(found)
			.filter(
				([key, was]) =>
					was !== "" &&
					observed.sysctls[key] !== was &&
					// a sysctl disappears together with its module or device
					!(key in desired.sysctls && observed.sysctls[key] === undefined),
			)
			.map(([key, value]) => ({
				kind: "sysctl",
				key,
				value,
				because: "as it was found",
			})),
	}),
	live: ({ declared, observed }) =>
		liveEach(declared.sysctls, observed.family, (key) => observed.sysctls[key]),
};

export const sysctlSteps: Actions<"sysctl"> = {
	sysctl: {
		describe: ({ key, value }) => `set ${key} to ${value}`,
		// a sysctl that nobody declares any more was not looked at, and its module or device may be gone
		render({ key, value }) {
			const path = pathOf(key);
			return sh`{ [ ! -e ${path} ] || echo ${value} >${path}; }`;
		},
	},
};

function pathOf(key: string): string {
	return `/proc/sys/${key.replaceAll(".", "/")}`;
}
