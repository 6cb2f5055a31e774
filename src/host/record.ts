import type { Role } from "../model/desired.ts";

/**
 * What a host was like before us, kept on the host itself: destroy returns to it, also after a lost state or an
 * interrupted `up`. Each thing is recorded once, before it is first touched, and never overwritten.
 */
export interface HostRecord {
	readonly schemaVersion: 1;
	/** Path -> `absent`, where the original is kept, or, where only a block is ours, `present|absent block NAME`. */
	readonly files: Found;
	/** Directory -> mode and owner as found, `755 root:root`, or `absent`. */
	readonly directories: Found;
	/** Unit -> `masked`, `absent`, or `enabled|disabled active|inactive`. */
	readonly units: Found;
	/** Module -> `loaded` or `unloaded`. */
	readonly modules: Found;
	/** Package -> `installed` or `missing`. */
	readonly packages: Found;
	/** Sysctl -> value, empty where there was none. */
	readonly sysctls: Found;
	/** Address with prefix -> the device that had it, or `absent`. */
	readonly addresses: Found;
	/** IPVS services and real servers that we declared, and may therefore delete; in a file of their own, as they may be many. */
	readonly ipvs: readonly string[];
	/** Whether any of them may have a threshold, which must then be looked at. */
	readonly thresholds: boolean;
	/** Timeout of IPVS -> seconds. */
	readonly timeouts: Found;
	/** What our unit makes beside these; see establishments.ts. */
	readonly establishes: readonly string[];
}

export type Found = Readonly<Record<string, string>>;

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
