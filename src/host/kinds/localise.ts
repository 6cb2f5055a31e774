import type { Desired, KindName } from "../../model/desired.ts";
import { type Family, localName } from "../../model/family.ts";
import { everyKind } from "./every-kind.ts";
import type { EveryKind } from "./kind.ts";

/** The parts of a desired state that are no kind, each with the reason why it does not differ between families. */
const others: Readonly<Record<Exclude<keyof Desired, KindName>, string>> = {
	ownAddress: "an address",
	device: "a name that the user or the kernel gave",
	drainSeconds: "seconds",
	tables: "names of our own",
	establishedBy: "a unit of our own",
	script: "a path of our own",
	serves: "each program is named as every family calls its process",
	passes: "addresses, ports, and names that the kernel gave",
	checks: "addresses, and words of our own",
	packets: "addresses, ports and marks",
	sole: "names that the user chose",
	local:
		"the path of the data that the role keeps, chosen by the user or by every family alike",
	keeps: "sentences for the user",
};

const kinds: ReadonlyMap<string, EveryKind> = new Map(everyKind);

/** The same desired state in the names of one family. */
export function localise(desired: Desired, family: Family): Desired {
	const local = (text: string) => localName(text, family);
	return Object.fromEntries(
		Object.entries(desired).map(([part, wanted]) => {
			const how = part in others ? undefined : kinds.get(part)?.localise;
			return [part, typeof how === "function" ? how(wanted, local) : wanted];
		}),
	) as unknown as Desired;
}
