import { isInWords } from "../../model/link-words.ts";
import { sh } from "../../ssh/shell.ts";
import { forwarding } from "../forwarding.ts";
import { here, keysHere, nameInKey } from "../here.ts";
import type { Observed } from "../observed.ts";
import type { Found } from "../record.ts";
import { differences } from "./differences.ts";
import { ipvsDefaults } from "./ipvs-defaults.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** Settings of every link, of which a role may want some in words. One process reads them all. */
const ofLinks = ["arp_ignore", "arp_announce", "rp_filter"];
/** Only where it is wanted: hosts that others set up are asked as before. */
const acceptLocal = "accept_local";

/** Settings of the kernel, beneath /proc/sys. */
export const sysctls: Kind<"sysctls"> = {
	title: "sysctl",
	localise: { never: "the kernel's own names" },
	reads: ({ sysctls }) =>
		Object.keys(sysctls)
			.filter((key) => !isInWords(key))
			.map(pathOf),
	probe: ({ sysctls }) =>
		Object.keys(sysctls).some(isInWords)
			? `(cd /proc/sys/net/ipv4/conf && grep -s '' ${namesOf(sysctls)
					.map((name) => `*/${name}`)
					.join(" ")})`
			: "",
	parse({ lines, texts }, { sysctls }) {
		return Object.fromEntries([
			...lines.flatMap((line) => {
				const [, device = "", name = "", value = ""] =
					/^(.+)\/(\w+):(\d+)$/.exec(line) ?? [];
				return name === ""
					? []
					: [[`net.ipv4.conf.${nameInKey(device)}.${name}`, value]];
			}),
			...Object.keys(sysctls).flatMap((key) => {
				const text = texts.get(pathOf(key));
				return text === undefined ? [] : [[key, text.trim()]];
			}),
		]);
	},
	plan: ({ desired, observed }) => ({
		unit: differences("", desired.sysctls, observed.sysctls),
	}),
	noted: {
		found: (key, { observed }) =>
			observed.sysctls[key] ?? ipvsDefaults[key] ?? "",
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
					was !== "" &&
					observed.sysctls[key] !== was &&
					!isNeeded(key, was, observed) &&
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
		liveEach(declared.sysctls, observed.family, (key, wanted) => {
			if (!isInWords(key)) return observed.sysctls[key];
			const local = here(declared, observed).sysctls;
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
		// a sysctl that nobody declares any more was not looked at, and its module or device may be gone
		render({ key, value }) {
			const path = pathOf(key);
			return sh`{ [ ! -e ${path} ] || echo ${value} >${path}; }`;
		},
	},
};

/** What does not go back, as others have come to need it, each with the reason and the way out. */
export function stays(found: Found, observed: Observed): string[] {
	return Object.entries(found)
		.filter(([key, was]) => isNeeded(key, was, observed))
		.map(
			([key, was]) =>
				`${key} stays as it is, and was ${was} before us: others forward packets here by now (${observed.forwarders.join(", ")}); if they need it no more: sysctl -w ${key}=${was}`,
		);
}

function isNeeded(key: string, was: string, observed: Observed): boolean {
	return (
		key === forwarding &&
		was === "0" &&
		observed.sysctls[key] !== "0" &&
		observed.forwarders.length > 0
	);
}

/** A dot and a slash change places, as in the names that sysctl(8) takes. */
function pathOf(key: string): string {
	return `/proc/sys/${key.replaceAll(/[./]/g, (mark) => (mark === "." ? "/" : "."))}`;
}

function namesOf(sysctls: object): readonly string[] {
	return Object.keys(sysctls).some((key) => key.endsWith(`.${acceptLocal}`))
		? [...ofLinks, acceptLocal]
		: ofLinks;
}
