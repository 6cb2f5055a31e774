/** The packet filter of a host, of nftables and iptables alike, as far as it concerns IPv4. */
export interface Ruleset {
	readonly chains: readonly Chain[];
	/** The parts that could not be read, each as a clause: `the rules of nftables: the program nft is not installed`. */
	readonly unread: readonly string[];
}

export interface Chain {
	/** As its owner's program names it: `table inet fw`, `iptables table filter`, `iptables-legacy table filter`. */
	readonly table: string;
	readonly name: string;
	/** Undefined: packets only come here by a jump. */
	readonly base: Base | undefined;
	readonly rules: readonly Rule[];
}

export interface Base {
	readonly hook: Hook;
	/** Chains of one hook are passed from the lowest to the highest. */
	readonly priority: number;
	readonly nat: boolean;
	readonly policy: "accept" | "drop";
}

export type Hook =
	| "prerouting"
	| "input"
	| "forward"
	| "output"
	| "postrouting";

export interface Rule {
	/** As its owner's program prints it, or close to that. */
	readonly text: string;
	/** In their order. The first match that fails ends the rule. */
	readonly parts: readonly Part[];
}

export type Part =
	| { readonly kind: "match"; readonly match: Match }
	| { readonly kind: "decision"; readonly decision: Decision }
	/** The decision of the first entry that matches. */
	| {
			readonly kind: "choice";
			readonly entries: readonly { match: Match; decision: Decision }[];
	  }
	/** `undefined`: the mark is computed. */
	| { readonly kind: "mark"; readonly mark: number | undefined }
	| { readonly kind: "notrack" }
	/** Later packets of the connection are forwarded by a flowtable, at the device, and pass no chain. */
	| { readonly kind: "offload" };

export type Decision =
	/** `source`: the packet goes on with another source. */
	| { readonly kind: "accept"; readonly source?: "changed" }
	| { readonly kind: "drop" | "reject" | "return" }
	/** The packet goes on in the rule, or after it. */
	| { readonly kind: "continue" }
	/** The packet gets another destination, or goes to a program. `to` is undefined where it cannot be told which. */
	| { readonly kind: "divert"; readonly to: Target | undefined }
	| { readonly kind: "jump" | "goto"; readonly chain: string };

/** Another destination. Without an address it is the machine that the packet is on; without a port, the packet's port stays. */
export interface Target {
	readonly address: number | undefined;
	readonly port: number | undefined;
}

export type Match =
	/** Matches if one of the rows does. A row matches if all of its values do, one for each field. */
	| {
			readonly kind: "fields";
			readonly fields: readonly Field[];
			readonly rows: readonly (readonly Value[])[];
			readonly not: boolean;
			/** Applied to the packet's number first. */
			readonly mask?: number;
	  }
	/** Depends on properties that are not known of a packet in general: on a rate, on the client. */
	| { readonly kind: "depends" }
	/** A part that we do not understand. */
	| { readonly kind: "unread"; readonly why: string };

/** What a match can look at. Addresses, ports, protocols, marks and flags are numbers. */
export type Field = keyof typeof fields;

export const fields = {
	from: "number",
	to: "number",
	protocol: "number",
	fromPort: "number",
	toPort: "number",
	mark: "number",
	flags: "number",
	/** Bits, of the connection. */
	status: "number",
	in: "name",
	out: "name",
	state: "name",
	/** Of the destination: `local`, `unicast` or `multicast`. */
	kind: "name",
	/** The same, where only addresses of the device by which the packet came count as local. */
	kindHere: "name",
	/** `ipv4`, always. */
	family: "name",
} as const;

/** The first and the last number; or a name, where `*` at the end stands for any end. */
export type Value = readonly [number, number] | string;

export const always: Match = {
	kind: "fields",
	fields: [],
	rows: [[]],
	not: false,
};
export const never: Match = { ...always, not: true };

/** A statement that may let the packet through, drop it, or leave it to what follows. */
export function anyEnd(why: string): Part[] {
	const match: Match = { kind: "unread", why };
	return [
		{
			kind: "choice",
			entries: [
				{ match, decision: { kind: "accept" } },
				{ match, decision: { kind: "drop" } },
			],
		},
		{ kind: "match", match },
	];
}
