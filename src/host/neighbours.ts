import type { FoundKindName, HostRecord } from "./record.ts";

/**
 * The records of our other roles on the host, joined. While another role needs a thing too, the thing does not go back to
 * what was found. What counts as found is what the first of the roles found.
 */
export type Neighbours = Pick<HostRecord, FoundKindName | "establishes"> & {
	/** Record -> the stack that it belongs to. A record of an earlier version, which has no stack, is left out. */
	readonly stacks: Readonly<Record<string, string>>;
	/** File -> the record that has it, whole. */
	readonly fileOwners: Readonly<Record<string, string>>;
	/** Thing of `establishes` -> the record that has it. */
	readonly makers: Readonly<Record<string, string>>;
	/** Address -> the resource that put it there, `web/real-server/rs2`; if the record does not name it, that record. */
	readonly addressOwners: Readonly<Record<string, string>>;
	/** Thing that cannot be shared -> the record that has it. */
	readonly soleOwners: Readonly<Record<string, string>>;
	/** Sysctl, or timeout of IPVS -> the records of all that set it. */
	readonly settingOwners: Readonly<Record<string, readonly string[]>>;
	/** Records of directors whose operator keeps real servers drained. */
	readonly drains: readonly string[];
	/** IPVS service, `-t 172.18.0.70:80` -> the record that has it. Empty unless the role is a director. */
	readonly services: Readonly<Record<string, string>>;
	/** Those of their rules that the table had before any of us. */
	readonly rulesBefore: readonly string[];
	/** Those of their rules whose services our record has too. Empty if we have no record. */
	readonly sharedRules: readonly string[];
};
