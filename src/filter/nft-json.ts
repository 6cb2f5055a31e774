/** The output of `nft -j list ruleset` (libnftables-json(5)), as far as it is read. The rest is `unknown`, and is checked before use. */
export type NftJson = {
	readonly nftables: readonly NftObject[];
};

export interface NftObject {
	readonly table?: {
		readonly family: string;
		readonly name: string;
		/** One word, or a list: versions differ. */
		readonly flags?: unknown;
	};
	readonly chain?: {
		readonly family: string;
		readonly table: string;
		readonly name: string;
		readonly type?: string;
		readonly hook?: string;
		readonly prio?: number;
		readonly policy?: string;
	};
	readonly rule?: {
		readonly family: string;
		readonly table: string;
		readonly chain: string;
		readonly handle: number;
		readonly comment?: string;
		readonly expr: readonly NftStatement[];
	};
	readonly set?: NftSet;
	readonly map?: NftSet;
}

export interface NftSet {
	readonly family: string;
	readonly table: string;
	readonly name: string;
	readonly elem?: readonly unknown[];
}

/** One key and what belongs to it. */
export type NftStatement = Readonly<Record<string, unknown>>;

export interface NftMatch {
	readonly op: string;
	readonly left: unknown;
	readonly right: unknown;
}

/** The one key of an expression or a statement, and its value: `{ meta: { key: "mark" } }` -> `["meta", { key: "mark" }]`. */
export function only(value: unknown): readonly [string, unknown] {
	if (typeof value !== "object" || value === null || Array.isArray(value))
		return ["", undefined];
	return Object.entries(value)[0] ?? ["", undefined];
}

export function inside(value: unknown, key: string): unknown {
	return typeof value === "object" && value !== null
		? (value as Record<string, unknown>)[key]
		: undefined;
}
