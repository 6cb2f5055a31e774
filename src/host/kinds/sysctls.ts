import type { Desired } from "../../model/desired.ts";
import { parseLinkSysctl, sysctlOf } from "../../model/link-sysctl.ts";
import { sh } from "../../ssh/shell.ts";
import { keysHere, sysctlsHere } from "../here.ts";
import { neededByOthers } from "../needed-by-others.ts";
import type { Observed } from "../observed.ts";
import { type Found, wasNotThere, without } from "../record.ts";
import { differences } from "./differences.ts";
import { ipvsDefaults } from "./ipvs-defaults.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** The names of the settings of links to look at: those that a role wants for links described in words, and on a director which links are silent. */
function ofLinks({ sysctls, ipvs }: Desired): string[] {
	const names: string[] = Object.keys(sysctls).flatMap(
		(key) => parseLinkSysctl(key)?.setting ?? [],
	);
	if (names.length > 0 && Object.keys(ipvs).length > 0)
		names.push("arp_ignore");
	return [...new Set(names)];
}

/** Settings of the kernel, beneath /proc/sys. */
export const sysctls: Kind<"sysctls"> = {
	title: "sysctl",
	localise: { never: "the kernel's own names" },
	reads: ({ sysctls }) =>
		Object.keys(sysctls)
			.filter((key) => parseLinkSysctl(key) === undefined)
			.map(pathOf),
	// only the host knows which links are meant, so one process reads the settings of all links
	probe(desired) {
		const names = ofLinks(desired);
		return names.length === 0
			? ""
			: `(cd /proc/sys/net/ipv4/conf && grep -s '' ${names.map((name) => `*/${name}`).join(" ")})`;
	},
	parse({ lines, texts }, { sysctls }) {
		return Object.fromEntries([
			...lines.flatMap((line) => {
				const [, device = "", name = "", value = ""] =
					/^(.+)\/(\w+):(\d+)$/.exec(line) ?? [];
				return name === "" ? [] : [[sysctlOf(device, name), value]];
			}),
			...Object.keys(sysctls).flatMap((key) => {
				const text = texts.get(pathOf(key));
				return text === undefined
					? []
					: [[key, text.trim().replace(/\s+/g, " ")]];
			}),
		]);
	},
	plan: ({ desired, observed }) => ({
		unit: differences("", desired.sysctls, observed.sysctls),
	}),
	noted: {
		found: (key, { observed }) =>
			observed.sysctls[key] ?? ipvsDefaults[key] ?? wasNotThere,
		untilDropped: true,
		// a setting that keeps a real server silent goes back only when those that replace it are in place: in between the real server
		// would answer ARP for the VIP, and clients would send to it and not to the director
		waits: ({ desired, observed }) =>
			differences("", desired.sysctls, observed.sysctls).length > 0,
	},
	takenBackBy: "steps",
	giveBack: (found, { desired, observed }) => ({
		"put back": Object.entries(found)
			.filter(
				([key, was]) =>
					was !== wasNotThere &&
					observed.sysctls[key] !== was &&
					neededByOthers(key, was, desired, observed) === undefined &&
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
	left: stays,
	live: ({ declared, observed }) =>
		liveEach(declared.sysctls, (key, wanted) => {
			if (parseLinkSysctl(key) === undefined) return observed.sysctls[key];
			const local = sysctlsHere(declared, observed);
			const wrong = keysHere(key, declared, observed).filter(
				(each) => observed.sysctls[each] !== local[each],
			);
			return wrong.length === 0
				? wanted
				: wrong.map((each) => `${each} = ${observed.sysctls[each]}`).join(", ");
		}),
};

export const sysctlSteps: Actions<"sysctl"> = {
	sysctl: {
		describe: ({ key, value }) => `set ${key} to ${value}`,
		// a sysctl that is no longer declared was not looked at, and its module or device may be gone
		render({ key, value }) {
			const path = pathOf(key);
			return sh`{ [ ! -e ${path} ] || echo ${value} >${path}; }`;
		},
	},
};

/** The sysctls that do not go back, each with the reason and the way out. */
export function stays(
	found: Found,
	observed: Observed,
	desired: Desired,
): string[] {
	// a sysctl that another role of ours has too is returned by that role
	const alone = without(found, observed.neighbours.sysctls);
	return Object.entries(alone).flatMap(([key, was]) => {
		const why =
			was === wasNotThere
				? undefined
				: neededByOthers(key, was, desired, observed);
		return why === undefined
			? []
			: [
					`${key} stays as it is, and was ${was} before us: ${why}; if they no longer need it: sysctl -w ${key}=${was}`,
				];
	});
}

/** A dot and a slash change places, as in the names that sysctl(8) takes. */
function pathOf(key: string): string {
	return `/proc/sys/${key.replaceAll(/[./]/g, (mark) => (mark === "." ? "/" : "."))}`;
}
