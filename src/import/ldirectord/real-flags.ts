import { ipvsadmDefaults } from "../../ipvs/ipvsadm-defaults.ts";

/** What stands behind the forwarding of a real server. */
export interface RealFlags {
	readonly weight: number;
	readonly upper: number;
	readonly lower: number;
	/** What is asked of this one. Undefined: what the virtual service asks. */
	readonly asks:
		| { readonly request: string; readonly receive: string }
		| undefined;
	/** Texts that ldirectord overlooks. */
	readonly dropped: readonly string[];
}

/** In ldirectord's order. Each is looked for behind the one before it, and what stands between is overlooked. */
const parts = {
	weight: /\s+(\d+)(.*)/,
	asks: /\s+"(.*)"[, ]\s*"(.*)"(.*)/,
	lower: /\s+l:(\d+)(.*)/,
	upper: /\s+u:(\d+)(.*)/,
} as const;

/** A string says why ldirectord refuses them. */
export function realFlags(written: string): RealFlags | string {
	let rest = written;
	const dropped: string[] = [];
	const take = (pattern: RegExp): readonly string[] | undefined => {
		const found = pattern.exec(rest);
		if (found === null) return undefined;
		const before = rest.slice(0, found.index).trim();
		if (before !== "") dropped.push(before);
		rest = found.at(-1) ?? "";
		return found.slice(1, -1);
	};
	const weight = take(parts.weight)?.[0];
	const asks = take(parts.asks);
	const lower = take(parts.lower)?.[0];
	const upper = take(parts.upper)?.[0];
	const limit = (text = `${ipvsadmDefaults.threshold}`) => Number(text);
	return rest.trim() === ""
		? {
				weight: weight === undefined ? ipvsadmDefaults.weight : Number(weight),
				...{ lower: limit(lower), upper: limit(upper), dropped },
				asks: asks && { request: asks[0] ?? "", receive: asks[1] ?? "" },
			}
		: `"${rest.trim()}" is left over there`;
}
