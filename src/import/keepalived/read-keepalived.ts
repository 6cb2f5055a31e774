import { serviceKey } from "../../ipvs/rule.ts";
import { declareRules, type Imported } from "../declare-rules.ts";
import type { ReadService } from "../read-rules.ts";
import type { Unread } from "../script/read-script.ts";
import type { FindIncluded } from "./include.ts";
import {
	leftOutRemark,
	type Notes,
	newNotes,
	placeOf,
	refuse,
} from "./notes.ts";
import { readBlocks } from "./read-blocks.ts";
import { readGroups } from "./read-groups.ts";
import { readLines } from "./read-lines.ts";
import { readVirtualServer } from "./read-virtual-server.ts";
import { readVrrp, type VirtualAddress } from "./read-vrrp.ts";
import { type Settings, sortOut } from "./sort-out.ts";
import { globalWords, topWords } from "./vrrp-words.ts";
import { withoutTwice } from "./without-twice.ts";

/** What a keepalived.conf has that concerns a declaration. */
export interface ReadKeepalived extends Pick<Notes, "unread" | "remarks"> {
	readonly services: readonly ReadService[];
	/** Whether it has a virtual_server, read or not. */
	readonly hasServices: boolean;
	readonly addresses: readonly VirtualAddress[];
	/** Those of `unread` behind which a virtual_server may hide. */
	readonly unparsed: readonly Unread[];
}

/** Reads a keepalived.conf, with the files that it includes. Whatever cannot be declared is in `unread`. */
export function readKeepalived(
	text: string,
	find: FindIncluded,
): ReadKeepalived {
	const notes = newNotes();
	const { lines, unread } = readLines(text, find);
	const { statements, unread: unbalanced } = readBlocks(lines);
	const unparsed = [...unread, ...unbalanced];
	notes.unread.push(...unparsed);
	const settings = sortOut(statements, topWords, notes);
	const top = (keyword: string) =>
		settings.all(keyword).filter(({ why }) => why === undefined);
	const global = sortOut(
		top("global_defs").flatMap(({ block = [] }) => block),
		globalWords,
		notes,
	);
	timeoutsUnread(global, notes);
	const addresses = top("vrrp_instance").flatMap((instance) =>
		readVrrp(instance, notes),
	);
	const groups = readGroups(top("virtual_server_group"));
	const scriptUser = global.last("script_user")?.values[0];
	const services = withoutTwice(
		top("virtual_server").flatMap((server) =>
			readVirtualServer(server, { groups, scriptUser }, notes),
		),
		({ rule }) => serviceKey(rule.match),
		"service",
		notes,
	);
	return {
		services,
		hasServices: settings.all("virtual_server").length > 0,
		addresses,
		unparsed,
		unread: notes.unread,
		remarks: [...notes.remarks, ...leftOutRemark(notes)],
	};
}

/** Turns what was read into declarations, one for each VIP. */
export function declareKeepalived(
	{ services, addresses, unread, remarks }: ReadKeepalived,
	{ markVip }: { readonly markVip: string | undefined },
): Imported {
	const vips = services.flatMap(({ rule: { match } }) =>
		match.protocol === "fwmark" ? [] : [match.address.text],
	);
	const moved = [...new Set(addresses.map(({ address }) => address))];
	const ofMarks =
		markVip ?? (vips.length === 0 && moved.length === 1 ? moved[0] : undefined);
	const idle = addresses
		.filter(({ address }) => !vips.includes(address) && address !== ofMarks)
		.map((address) => ({
			...placeOf(address),
			reason:
				"no virtual_server has this address, so it is no VIP of a declaration; the director does not get it",
		}));
	const imported = declareRules(
		{ services, remarks, unread: [...unread, ...idle] },
		{
			markVip: ofMarks,
			links: new Map(
				addresses.flatMap(({ address, link }) =>
					link === undefined ? [] : [[address, link]],
				),
			),
		},
	);
	return { ...imported, unread: once(imported.unread) };
}

function timeoutsUnread(global: Settings, notes: Notes): void {
	const timeouts = global.last("lvs_timeouts");
	if (timeouts === undefined) return;
	const words: Readonly<Record<string, string>> = {
		tcp: "tcp",
		tcpfin: "tcpFin",
		udp: "udp",
	};
	const fields = timeouts.values.flatMap((word, index) => {
		const name = words[word];
		return name === undefined ? [] : [`${name}: ${timeouts.values[index + 1]}`];
	});
	refuse(
		notes,
		timeouts,
		`timeouts are not taken over; write ipvs: { timeouts: { ${fields.join(", ")} } } in the cluster`,
	);
}

/** A group's lines may be told of for each of its members. */
function once<Told extends object>(all: readonly Told[]): Told[] {
	return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
