import { readInterface } from "../../../model/leaves.ts";
import { whyNoAddress } from "../../configuration/addresses-of.ts";
import { leaveOut, type Notes, refuse } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { Place } from "../../script/read-script.ts";
import type { Statement } from "../statement.ts";
import { strayAddresses } from "../stray-words.ts";

/** An address that keepalived moves between directors. */
export interface VirtualAddress extends Place {
	readonly address: string;
	/** As it is written. Undefined: there is none. */
	readonly prefixLength: number | undefined;
	readonly link: string | undefined;
}

/** Words of an address that have a value. */
const valued = ["brd", "broadcast", "scope", "label", "peer", "preferred_lft"];

/**
 * The addresses of `virtual_ipaddress` blocks. Parts that cannot be declared are reported.
 *
 * @param usual the link of addresses that name none
 */
export function virtualAddresses(
	blocks: readonly Statement[],
	usual: string | undefined,
	notes: Notes,
): VirtualAddress[] {
	return blocks
		.flatMap(({ block = [] }) => block)
		.flatMap((entry) => {
			const [address = "", prefix = ""] = entry.keyword.split("/");
			const reason = entry.why ?? whyNoAddress(address);
			if (reason !== undefined) {
				refuse(notes, entry, reason);
				return [];
			}
			const link = readLink(entry, linkIn(entry, notes) ?? usual, notes);
			return [
				{
					...placeOf(entry),
					...{ address, link },
					prefixLength: /^\d\d?$/.test(prefix) ? Number(prefix) : undefined,
				},
			];
		});
}

/** A link that a declaration can name. Others are reported, as `lo`. */
function readLink(
	entry: Statement,
	link: string | undefined,
	notes: Notes,
): string | undefined {
	const read = link === undefined ? { value: link } : readInterface(link);
	if (!("problem" in read)) return read.value;
	refuse(notes, entry, read.problem);
	return undefined;
}

/** The link that an address names. Its other words are reported. */
function linkIn(entry: Statement, notes: Notes): string | undefined {
	let link: string | undefined;
	for (let next = 0; next < entry.values.length; next += 1) {
		const word = entry.values[next] ?? "";
		if (word === "dev") link = entry.values[next + 1];
		else {
			const stray = strayAddresses({ ...entry, values: [word] });
			if (stray === undefined) leaveOut(notes, word, entry);
			else refuse(notes, entry, stray);
		}
		if (word === "dev" || valued.includes(word)) next += 1;
	}
	return link;
}
