import type { Desired, KindName } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import { localName } from "../../model/local-name.ts";
import { knownPlaces } from "../known-places.ts";
import { everyKind } from "./every-kind.ts";
import type { EveryKind } from "./kind.ts";

/** The parts of a desired state that are no kind, each with the reason why it does not differ between families. */
const others: Readonly<Record<Exclude<keyof Desired, KindName>, string>> = {
	ownAddress: "an address",
	vip: "an address",
	device: "a name that the user or the kernel gave",
	drainSeconds: "seconds",
	tables: "names of our own",
	establishedBy: "a unit of our own",
	script: "a path of our own",
	serves: "each program is named as every family calls its process",
	web: "ports",
	engine:
		"names that the user chose, addresses, settings, and paths that every family has alike",
	passes: "addresses, ports, and names that the kernel gave",
	checks: "addresses, and words of our own",
	quorums: "services and numbers",
	sorryServers: "services and addresses",
	directs: "no text",
	closedGateways: "addresses",
	failover: "numbers, addresses, and names that the user chose",
	programs: "paths that the user chose, and keys of a declaration",
	runAs: "users that the user chose, and keys of a declaration",
	asRoot: "paths of our own, and that the user chose",
	packets: "addresses, ports and marks",
	sole: "names that the user chose",
	data: "names that the user chose, and paths that every family has alike",
	elsewhere: "as data",
	former: "as data, and a machine by its address",
	shared:
		"paths that the user chose, or of our own, and addresses and units that follow from them",
	local:
		"the path of the data that the role keeps, chosen by the user or by every family alike",
	keeps: "sentences for the user",
};

const kinds: ReadonlyMap<string, EveryKind> = new Map(everyKind);

/**
 * The same desired state in the names of one family, each text as it is on the host.
 *
 * @throws DeclarationError where a text has a place that this version does not know.
 */
export function localise(desired: Desired, family: Family): Desired {
	return withTexts(desired, (wire) => localName(wire, family));
}

/**
 * The same desired state with all texts changed that are in the format of wire-text.ts: names of things and their states, of the kinds whose
 * names differ between families.
 *
 * @throws DeclarationError where `change` comes to a place that this version does not know.
 */
export function withTexts(
	desired: Desired,
	change: (wire: string) => string,
): Desired {
	return Object.fromEntries(
		Object.entries(desired).map(([part, wanted]) => {
			const kind = part in others ? undefined : kinds.get(part);
			const how = kind?.localise;
			return [
				part,
				kind === undefined || typeof how !== "function"
					? wanted
					: Object.fromEntries(
							Object.entries(wanted).flatMap(([name, state]) =>
								knownPlaces(`${kind.title} ${name}`, () =>
									Object.entries(how({ [name]: state } as never, change)),
								),
							),
						),
			];
		}),
	) as unknown as Desired;
}
