import { holds, type Truth } from "./holds.ts";
import type { Packet } from "./packet.ts";
import type { Chain, Decision, Match, Part, Rule, Target } from "./ruleset.ts";

/** The rule or policy that decided about a packet. */
export interface Place {
	readonly chain: Chain;
	/** Undefined: the policy of the chain. */
	readonly rule: Rule | undefined;
	/** Names of the chains through which the packet came there, the first and the last included. */
	readonly trail: readonly string[];
}

/** A rule that some packets of this kind met. */
export interface Met {
	readonly place: Place;
	/** The parts on the way that could not be understood, each as a clause. Empty: only the packet decides. */
	readonly unread: readonly string[];
}

/** One possible end of the packet in a base chain. */
export interface End extends Met {
	readonly fate: "accept" | "drop" | "reject" | "divert";
	/** Which packets of this kind met it. */
	readonly share: Share;
	/** Whether the packet goes on with another source. */
	readonly source?: "changed";
	/** The destination of a diverted packet. Undefined: it is not known. */
	readonly to?: Target | undefined;
}

export interface Walk {
	/** Name -> chain, of one table. */
	readonly chains: ReadonlyMap<string, Chain>;
	/** What is known of the packet. Rules write onto it. */
	fields: Packet["fields"];
	/** Every end that was met. */
	readonly ends: End[];
	/** Every rule that was met which hands connections of such packets to a flowtable. */
	readonly offloads: Met[];
}

/** `ended`: every packet of this kind has met its end. `returned`: some go on after the jump, or meet the policy. */
type Outcome = "ended" | "returned";

/** Which packets of this kind reach a rule. `the rest`: some have gone another way before. `some`: a match chose them. */
export type Share = "all" | "the rest" | "some";

/** How packets reach a chain, or one of its rules. */
interface Arrival {
	/** Which of them arrive. */
	readonly share: Share;
	/** Names of the chains that they passed. */
	readonly trail: readonly string[];
	/** The parts that were not understood. */
	readonly unread: readonly string[];
}

const begin: Arrival = { share: "all", trail: [], unread: [] };

/** Walks a chain. @param arrival the chain itself is not in its trail yet */
export function walkChain(
	chain: Chain,
	walk: Walk,
	arrival: Arrival = begin,
): Outcome {
	const trail = [...arrival.trail, chain.name];
	// the kernel allows 16 jumps
	if (trail.length > 17) return "returned";
	let { share } = arrival;
	for (const rule of chain.rules) {
		const step = new Step(rule, chain, walk, { ...arrival, trail, share });
		const outcome = step.take();
		if (outcome !== undefined) return outcome;
		share = step.after;
	}
	return "returned";
}

/** One rule and one packet. */
class Step {
	/** Which packets go on to the next rule. */
	after: Share;
	/** Whether every packet that came here matched so far. */
	private sure = true;
	private readonly doubts: string[];

	private readonly rule: Rule;
	private readonly chain: Chain;
	private readonly walk: Walk;
	private readonly trail: readonly string[];
	private share: Share;

	constructor(
		rule: Rule,
		chain: Chain,
		walk: Walk,
		{ share, trail, unread }: Arrival,
	) {
		this.rule = rule;
		this.chain = chain;
		this.walk = walk;
		this.trail = trail;
		this.share = share;
		this.after = share;
		this.doubts = [...unread];
	}

	/** @returns undefined if at least some packets go on to the next rule */
	take(): Outcome | undefined {
		for (const part of this.rule.parts) {
			if (part.kind === "match") {
				const truth = holds(part.match, this.walk.fields);
				if (truth === "no") return undefined;
				this.note(truth, part.match);
			} else if (part.kind === "decision") {
				const end = this.reach(part.decision);
				return this.sure ? end : undefined;
			} else if (part.kind === "choice") {
				const end = this.choose(part);
				if (end !== undefined && this.sure) return end;
			} else if (part.kind === "offload") this.walk.offloads.push(this.here());
			else this.remember(part);
		}
		return undefined;
	}

	private here(): Met {
		const { chain, rule, trail } = this;
		return { place: { chain, rule, trail }, unread: [...this.doubts] };
	}

	private note(truth: Truth, match: Match): void {
		if (truth === "yes") return;
		this.sure = false;
		if (match.kind === "unread") {
			const { table, name } = this.chain;
			this.doubts.push(
				`${match.why} in ${table}, chain ${name}, rule "${this.rule.text}"`,
			);
		}
	}

	/** @returns undefined if the packet goes on in this chain */
	private reach(decision: Decision): Outcome | undefined {
		// the rules that follow in this chain do not see these packets
		if (decision.kind === "return" || decision.kind === "goto")
			this.after = restOf(this.after);
		if (decision.kind === "return") return "returned";
		if (decision.kind === "continue") return undefined;
		if (decision.kind !== "jump" && decision.kind !== "goto") {
			this.walk.ends.push({
				fate: decision.kind,
				...this.here(),
				share: this.sure ? this.share : "some",
				...(decision.kind === "accept" && decision.source !== undefined
					? { source: decision.source }
					: {}),
				...(decision.kind === "divert" ? { to: decision.to } : {}),
			});
			return "ended";
		}
		const target = this.walk.chains.get(decision.chain);
		const end =
			target === undefined
				? "returned"
				: walkChain(target, this.walk, {
						share: this.sure ? this.share : "some",
						trail: this.trail,
						unread: this.doubts,
					});
		return end === "returned" && decision.kind === "jump" ? undefined : end;
	}

	private choose({
		entries,
	}: Extract<Part, { kind: "choice" }>): Outcome | undefined {
		let all = true;
		for (const { match, decision } of entries) {
			const truth = holds(match, this.walk.fields);
			if (truth === "no") continue;
			const sure = this.sure;
			this.note(truth, match);
			const end = this.reach(decision);
			this.sure = sure;
			if (truth === "yes") return all ? end : undefined;
			all &&= end === "ended";
			this.share = restOf(this.share);
		}
		return undefined;
	}

	/** The values that a rule writes onto the packet. A value that is only written onto some packets is then unknown for all. */
	private remember(part: Extract<Part, { kind: "mark" | "notrack" }>): void {
		const share = this.reaching();
		if (part.kind === "notrack") {
			// what is judged is a packet of all others, whose connection is known
			if (share === "some") return;
			const { state: _, ...others } = this.walk.fields;
			this.walk.fields =
				share === "all" ? { ...others, state: "untracked" } : others;
			return;
		}
		const { mark: _, ...others } = this.walk.fields;
		this.walk.fields =
			share === "all" && part.mark !== undefined
				? { ...others, mark: part.mark }
				: others;
	}

	/** The packets that reach this part of the rule, among all that pass the base chain. */
	private reaching(): Share {
		if (!this.sure) return "some";
		const passed = this.walk.ends.some(
			({ fate }) => fate === "accept" || fate === "divert",
		);
		return passed ? restOf(this.share) : this.share;
	}
}

/** The packets that arrive after some of them have gone another way. */
function restOf(share: Share): Share {
	return share === "all" ? "the rest" : share;
}
