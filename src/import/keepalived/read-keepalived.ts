import { serviceKey } from "../../ipvs/rule.ts";
import { leftOutRemark, type Notes, newNotes } from "../configuration/notes.ts";
import { withoutTwice } from "../configuration/without-twice.ts";
import type { ReadService } from "../read-rules.ts";
import type { Unread } from "../script/read-script.ts";
import type { FindIncluded } from "./include.ts";
import { readBlocks } from "./read-blocks.ts";
import { readGroups } from "./read-groups.ts";
import { readLines } from "./read-lines.ts";
import { readVirtualServer } from "./read-virtual-server.ts";
import { sortOut } from "./sort-out.ts";
import type { Statement } from "./statement.ts";
import { globalWords, topWords } from "./top-words.ts";
import { readVrrp, type Vrrp } from "./vrrp/read-vrrp.ts";

/** The parts of a keepalived.conf that matter for a declaration. */
export interface ReadKeepalived extends Pick<Notes, "unread" | "remarks"> {
	readonly services: readonly ReadService[];
	/** Whether it has a virtual_server, read or not. */
	readonly hasServices: boolean;
	readonly vrrp: Vrrp;
	/** The place where the timeouts of the kernel are set. */
	readonly timeouts: Statement | undefined;
	/** Those of `unread` that may hide a virtual_server. */
	readonly unparsed: readonly Unread[];
}

/** Reads a keepalived.conf, with the files that it includes. Parts that cannot be declared are in `unread`. */
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
	const vrrp = readVrrp(top, global, notes);
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
		...{ vrrp, timeouts: global.last("lvs_timeouts") },
		unparsed,
		unread: notes.unread,
		remarks: [...notes.remarks, ...leftOutRemark(notes)],
	};
}
