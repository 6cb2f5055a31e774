import type { KindName } from "../model/desired.ts";
import { recordDirectory } from "../model/record-directory.ts";

/** Kinds whose things a host may have had, in some state, before us. The record notes that state, and a removal returns to it. */
export const foundKindNames = [
	"packages",
	"modules",
	"files",
	"directories",
	"units",
	"sysctls",
	"addresses",
	"timeouts",
	"filters",
] as const satisfies readonly KindName[];

export type FoundKindName = (typeof foundKindNames)[number];

/** Kinds whose things nobody but us makes: a host had none of them before us, and a removal undoes them. */
export type MadeKindName = Exclude<KindName, FoundKindName | "ipvs">;

/** Thing -> the state in which it was found, in the words of its kind. */
export type Found = Readonly<Record<string, string>>;

/** The state of a setting that was not there before us, so that nothing goes back. */
export const wasNotThere = "";

/**
 * What a host was like before us, kept on the host itself. Destroy returns to it, even after a lost state or an interrupted
 * `up`. Each thing is recorded once, before it is first touched, and never overwritten.
 */
export interface HostRecord extends Readonly<Record<FoundKindName, Found>> {
	readonly schemaVersion: 1;
	/** Keys of the IPVS rules that we declared and may therefore delete. They are kept in a file of their own, as there may be many. */
	readonly ipvs: readonly string[];
	/** Those of them that the table had before us, which a removal leaves there. Records of earlier versions do not have it. */
	readonly rulesBefore?: readonly string[];
	/** The things that we made of the other kinds, each as the word of its kind and its name: `device tunl0`. */
	readonly establishes: readonly string[];
	/** As in the desired state. */
	readonly sole?: readonly string[];
	/** Records of earlier versions do not have it. */
	readonly holder?: Holder;
	/** What a look must ask because of the record. It has a file of its own. Records of earlier versions do not have it. */
	readonly asks?: readonly Ask[] | undefined;
}

/** What a look must ask because of a record, besides what the declaration asks. */
export type Ask =
	/** Thresholds: a rule of ours in the kernel's table may have one. */
	| "thresholds"
	/** The users of forwarding: a removal may have to turn forwarding off. */
	| "forwarders";

/** The resource that set the role up. A resource that comes to a record later can tell whether the record is its own. */
export interface Holder {
	/** `project/stack`. Undefined: not known. */
	readonly stack?: string | undefined;
	/** The id of the resource, `web/real-server/rs1`. */
	readonly resource: string;
	/** A word that the resource got when it was created. The same machine, reached by another address, keeps it. */
	readonly token: string;
}

/** What a resource that comes to a host can say of itself, as far as it is known. */
export interface Bearer {
	readonly stack?: string | undefined;
	readonly token?: string | undefined;
}

/** The resource that has the record now, if it is not the one with this token. Undefined too if the record does not say. */
export function holderBeside(
	{ holder }: Pick<HostRecord, "holder">,
	token: string | undefined,
): Holder | undefined {
	return holder?.token === token ? undefined : holder;
}

/** The entries whose keys are in `wanted`. */
export function only(found: Found, wanted: object): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => key in wanted),
	);
}

/** The entries whose keys are not in `others`. */
export function without(found: Found, others: object): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => !(key in others)),
	);
}

/** The file with the record, without what has a file of its own. */
export function recordPath(owner: string): string {
	return `${recordDirectory(owner)}/record.json`;
}

/** The file with what a look must ask because of the record. */
export function asksPath(owner: string): string {
	return `${recordDirectory(owner)}/asks`;
}

/** The file with the rules of the record. */
export function rulesPath(owner: string): string {
	return `${recordDirectory(owner)}/rules`;
}
