import { whyNoAddress } from "../../configuration/addresses-of.ts";
import { type Notes, refuse } from "../../configuration/notes.ts";
import { placeOf } from "../../place-of.ts";
import type { ReadPart } from "../../read-rules.ts";
import type { Place, Unread } from "../../script/read-script.ts";
import { secondsOf, wholeNumber } from "../numbers.ts";
import { sortOut } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import { strayAddresses } from "../stray-words.ts";
import { differencesOf } from "./differences-of.ts";
import { instanceWords, syncWords } from "./instance-words.ts";
import { preemptionOf } from "./preemption-of.ts";
import { type Hook, readHooks } from "./read-hooks.ts";
import { readTracked, type Tracked } from "./read-tracked.ts";
import type { FoundCheck } from "./read-tracked-script.ts";
import { type SyncLink, syncLinkOf } from "./sync-link.ts";
import { type VirtualAddress, virtualAddresses } from "./virtual-addresses.ts";

/** A `vrrp_instance`: how this director and its peers agree on who has some addresses. */
export interface VrrpInstance extends Place {
	readonly name: string;
	readonly addresses: readonly VirtualAddress[];
	/** As it is written. Undefined: it is the usual one, or cannot be read. */
	readonly routerId: ReadPart<number> | undefined;
	readonly advertSeconds: ReadPart<number> | undefined;
	/** Undefined: the director that has the addresses keeps them. */
	readonly preemptSeconds: ReadPart<number> | undefined;
	/** Whether it comes before its peers, and how that is known, in words. */
	readonly rank: { readonly isFirst: boolean; readonly words: string };
	/** The address from which it sends adverts. */
	readonly source: ReadPart<string> | undefined;
	/** The addresses of its peers. Empty: it uses multicast. */
	readonly peers: readonly ReadPart<string>[];
	/** Parts that work differently here. They are reported if one of its addresses becomes a VIP. */
	readonly differences: readonly Unread[];
	/** The link of its adverts. */
	readonly link: string | undefined;
	/** The place where it says that directors tell each other of their connections. */
	readonly syncs: readonly SyncLink[];
	/** What it tracks itself. */
	readonly tracked: Tracked;
	/** The program that decides whether this director can have its addresses: it runs its own, and those of its groups. */
	readonly check: FoundCheck | undefined;
	/** The programs that are run when its addresses come or go. */
	readonly hooks: readonly Hook[];
}

/**
 * Reads a `vrrp_instance` by itself, without its groups. Parts that cannot be declared are reported.
 *
 * @param options.defined name of what can be tracked -> its definition
 * @param options.scriptUser the user who runs programs, if a line does not name one
 */
export function readInstance(
	statement: Statement,
	{
		defined,
		scriptUser,
	}: {
		readonly defined: ReadonlyMap<string, Statement>;
		readonly scriptUser: string | undefined;
	},
	notes: Notes,
): Omit<VrrpInstance, "check"> {
	const settings = sortOut(statement.block, instanceWords, notes);
	// statements that only count on some machine are reported already
	const last = (...keywords: string[]) =>
		settings
			.all(...keywords)
			.filter(({ why }) => why === undefined)
			.at(-1);
	const part = (
		place: Statement | undefined,
		read: (place: Statement) => number | string | undefined,
	): ReadPart<number> | undefined => {
		const value = place && read(place);
		if (place === undefined || value === undefined) return undefined;
		if (typeof value !== "string") return { ...placeOf(place), value };
		refuse(notes, place, value);
		return undefined;
	};
	const address = (place: Statement, text = ""): ReadPart<string>[] => {
		const reason = place.why ?? whyNoAddress(text);
		if (reason !== undefined) refuse(notes, place, reason);
		return reason === undefined ? [{ ...placeOf(place), value: text }] : [];
	};
	const source = last("unicast_src_ip") ?? last("mcast_src_ip");
	const preemption = preemptionOf(last);
	const [name = ""] = statement.values;
	const tracked = readTracked(settings, defined, scriptUser, notes);
	return {
		...placeOf(statement),
		name,
		addresses: virtualAddresses(
			settings.all("virtual_ipaddress", "virtual_ipaddress_excluded"),
			last("interface")?.values[0],
			notes,
		),
		routerId: part(last("virtual_router_id"), wholeNumber),
		advertSeconds: part(last("advert_int"), secondsOf),
		preemptSeconds: part(preemption.place ?? statement, () => preemption.value),
		rank: rankOf(last),
		source: source && address(source, source.values[0])[0],
		peers: settings
			.all("unicast_peer")
			.flatMap(({ block = [] }) => block)
			.flatMap((entry) => {
				const stray = strayAddresses(entry);
				if (stray !== undefined) refuse(notes, entry, stray);
				return address(entry, entry.keyword);
			}),
		differences: [...preemption.differences, ...differencesOf(settings)],
		link: last("interface")?.values[0],
		syncs: settings.all(...syncWords).map(syncLinkOf),
		tracked,
		hooks: readHooks(
			settings,
			{ kind: "INSTANCE", name, priority: priorityOf(last) },
			scriptUser,
			notes,
		),
	};
}

/** keepalived's default for the priority, and for that of a MASTER. */
const usualPriority = 100;
const masterPriority = 255;

function priorityOf(
	last: (...keywords: string[]) => Statement | undefined,
): string {
	const isMaster = last("state")?.values[0] === "MASTER";
	return (
		last("priority")?.values[0] ??
		String(isMaster ? masterPriority : usualPriority)
	);
}

/** Peers are not in the file, so their priorities are unknown. */
function rankOf(
	last: (...keywords: string[]) => Statement | undefined,
): VrrpInstance["rank"] {
	const state = last("state")?.values[0];
	if (state === "MASTER") return { isFirst: true, words: "state MASTER" };
	const priority = Number(priorityOf(last));
	const keeps = last("preempt", "nopreempt")?.keyword === "nopreempt";
	return {
		isFirst: keeps && priority >= usualPriority,
		words:
			keeps || state === undefined ? `priority ${priority}` : `state ${state}`,
	};
}
