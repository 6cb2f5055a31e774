import type { Desired, HostState, KindName } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import type { FoundState, Observed } from "../observed.ts";
import type { Place } from "../order.ts";
import type { Question } from "../question.ts";
import type { Found, FoundKindName, MadeKindName } from "../record.ts";
import type { Step, StepOf } from "../step.ts";

/** One host before a change, in the names of its family. */
export interface Situation {
	/** Names our record. */
	readonly owner: string;
	readonly desired: Desired;
	readonly observed: Observed;
}

/** Steps, each where it belongs in the order of a change. */
export type Steps = { readonly [Where in Place]?: readonly Step[] };

/** What a kind wants done. */
export interface Planned {
	readonly steps?: Steps;
	/** Why the unit of ours, whose script knows the order, must put things in place once more: `172.18.0.70/32 is missing`. */
	readonly unit?: readonly string[];
	/** Why the role's own script must run. */
	readonly script?: readonly string[];
}

/** A declared state beside what a look found. */
export interface View {
	/** As declared: with the names that differ between families, and without secrets. */
	readonly declared: Desired;
	/** With the values of its secrets. */
	readonly filled: Desired;
	readonly observed: Observed;
}

export type TakenBackBy = "our unit" | "steps" | "both";

interface Every<Name extends KindName> extends Question<FoundState[Name]> {
	/** What one is called where all that a host gets is listed: `UDP port`. */
	readonly title: string;
	/** Lines of that list. Default: `title key: state`. */
	list?(wanted: HostState[Name]): string[];
	/** The declared ones in the names of a family, or why there is nothing in them that differs between families. */
	readonly localise:
		| ((
				wanted: HostState[Name],
				local: (text: string) => string,
		  ) => HostState[Name])
		| { readonly never: string };
	/** What is to be done where what was found is not what is desired. */
	plan(situation: Situation): Planned;
	/**
	 * Who takes it back when the role goes: our unit by its stop, a step, or the unit and then a step where anything is left of it. What our
	 * unit should have taken back and did not is taken back by steps before anything else.
	 */
	readonly takenBackBy: TakenBackBy;
	/** What was found, in the shape of what was declared: equal to it where nothing differs. */
	live(view: View): HostState[Name];
}

/** A kind that a host has in one or another state before us. */
interface FoundKind<Name extends FoundKindName> extends Every<Name> {
	readonly noted: {
		/** The things whose state is noted. Default: the declared ones. */
		things?(situation: Situation): readonly string[];
		/**
		 * What was found of one of them, in one line of text. Of one that another role of ours holds too, what the first of them found is noted
		 * instead.
		 */
		found(thing: string, situation: Situation): string;
		/** Whether one that is not declared any more goes back at once; else a removal alone knows what it means. */
		readonly untilDropped: boolean;
		/** Each role has a part of its own in them: what another role holds is nothing to this one. */
		readonly perRole?: true;
	};
	/** The steps that return them to what was found; those that another role of ours holds too are not among them. */
	giveBack(found: Found, situation: Situation): Steps;
	/** What a removal leaves of them, each with the reason. */
	left?(found: Found, observed: Observed): string[];
}

/** A kind that nobody but us makes. */
type MadeKind<Name extends MadeKindName> = Every<Name> & {
	readonly made: {
		/** What stands before its name in the record: `routing`. */
		readonly word: string;
		/** Names of what is made for a declaration. */
		names(desired: Desired): readonly string[];
		/** Shell text that undoes one of them, also where it is gone already. */
		undo(name: string): string;
		readonly undoneAt: Place;
	};
} & (
		| { readonly takenBackBy: "steps" }
		| {
				readonly takenBackBy: "our unit";
				/** Whether one of them was seen. */
				isThere(name: string, observed: Observed): boolean;
		  }
	);

/** The rules of IPVS: those that are ours are in the record by their keys. */
interface RulesKind extends Every<"ipvs"> {
	/** The steps that delete our rules. */
	giveBack(situation: Situation, ours: readonly string[]): Steps;
}

/** One kind of host state: how it is looked at, planned, noted, returned and shown. */
export type Kind<Name extends KindName> = Name extends FoundKindName
	? FoundKind<Name>
	: Name extends MadeKindName
		? MadeKind<Name>
		: RulesKind;

/** What all kinds have. */
export type EveryKind = Every<KindName>;

/** What a step says and does. */
export interface Action<Kind extends Step["kind"]> {
	/** For progress, previews and errors: `write /etc/ipvsadm.rules`. */
	describe(step: StepOf<Kind>): string;
	/** Shell text; its last status tells whether it was done. */
	render(step: StepOf<Kind>, family: Family): string;
}

export type Actions<Kinds extends Step["kind"]> = {
	readonly [Kind in Kinds]: Action<Kind>;
};
