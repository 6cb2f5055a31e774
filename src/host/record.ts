import type { KindName, Role } from "../model/desired.ts";

/** Kinds of which a host has one or another state before us: that is noted of each thing, and returned. */
export type FoundKindName =
	| "packages"
	| "modules"
	| "files"
	| "directories"
	| "units"
	| "sysctls"
	| "addresses"
	| "timeouts";

/** Kinds that nobody but us makes: a host had none of them before, and a removal undoes them. */
export type MadeKindName = Exclude<KindName, FoundKindName | "ipvs">;

/** Thing -> what was found of it, in the words of its kind. */
export type Found = Readonly<Record<string, string>>;

/**
 * What a host was like before us, kept on the host itself: destroy returns to it, also after a lost state or an
 * interrupted `up`. Each thing is recorded once, before it is first touched, and never overwritten.
 */
export interface HostRecord extends Readonly<Record<FoundKindName, Found>> {
	readonly schemaVersion: 1;
	/** IPVS services and real servers that we declared, and may therefore delete; in a file of their own, as they may be many. */
	readonly ipvs: readonly string[];
	/** Whether any of them may have a threshold, which must then be looked at. */
	readonly thresholds: boolean;
	/** What we made of the other kinds, each by the word of its kind and its name: `device tunl0`. */
	readonly establishes: readonly string[];
}

/** Those of which `wanted` has the key. */
export function only(found: Found, wanted: object): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => key in wanted),
	);
}

/** Those of which `others` has not got the key. */
export function without(found: Found, others: object): Found {
	return Object.fromEntries(
		Object.entries(found).filter(([key]) => !(key in others)),
	);
}

/** Names the record on a host: one for each component and role. */
export function ownerOf({
	component,
	role,
}: {
	readonly component: string;
	readonly role: Role;
}): string {
	return `${component}-${role}`;
}

/** Where the record of `<component>-<role>` and the originals of replaced files are kept. */
export function recordDirectory(owner: string): string {
	return `/var/lib/pulumi-lvs/${owner}`;
}

/** Where its rules are kept. */
export function rulesPath(owner: string): string {
	return `${recordDirectory(owner)}/rules`;
}
