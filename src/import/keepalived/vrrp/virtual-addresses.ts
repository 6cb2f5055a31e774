import type { Place } from "../script/read-script.ts";
import { whyNoAddress } from "./addresses-of.ts";
import { leaveOut, type Notes, placeOf, refuse } from "./notes.ts";
import { sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { vrrpInstanceWords } from "./vrrp-words.ts";

/** An address that keepalived moves between directors. */
export interface VirtualAddress extends Place {
	readonly address: string;
	readonly link: string | undefined;
}

/** Words of an address that have a value. */
const valued = ["brd", "broadcast", "scope", "label", "peer", "preferred_lft"];

/** Reads a `vrrp_instance`: its addresses are VIPs. That there are several directors is told. */
export function readVrrp(statement: Statement, notes: Notes): VirtualAddress[] {
	refuse(
		notes,
		statement,
		"a second director, which gets the addresses when the first one fails, is not supported yet: one director has them, as /32",
	);
	const settings = sortOut(statement.block, vrrpInstanceWords, notes);
	const link = settings.last("interface")?.values[0];
	return settings
		.all("virtual_ipaddress", "virtual_ipaddress_excluded")
		.flatMap(({ block = [] }) => block)
		.flatMap((entry) => {
			const [address = ""] = entry.keyword.split("/");
			const reason = entry.why ?? whyNoAddress(address);
			if (reason !== undefined) {
				refuse(notes, entry, reason);
				return [];
			}
			const words = wordsOf(entry, notes);
			return [{ ...placeOf(entry), address, link: words ?? link }];
		});
}

/** The link that an address names. What else is said of it is told. */
function wordsOf(entry: Statement, notes: Notes): string | undefined {
	let link: string | undefined;
	for (let next = 0; next < entry.values.length; next += 1) {
		const word = entry.values[next] ?? "";
		if (word === "dev") link = entry.values[next + 1];
		else leaveOut(notes, word, entry);
		if (word === "dev" || valued.includes(word)) next += 1;
	}
	return link;
}
