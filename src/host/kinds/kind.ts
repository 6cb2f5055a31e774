import type { Desired, HostState, KindName } from "../../model/desired.ts";
import type { Family } from "../../model/family.ts";
import type { Session } from "../../ssh/session.ts";
import type { FoundState } from "../found-state.ts";
import type { Observed } from "../observed.ts";
import type { Place } from "../order.ts";
import type { Question } from "../question.ts";
import type { Found, FoundKindName, Holder, MadeKindName } from "../record.ts";
import type { Step, StepOf } from "../step.ts";
import type { ShellFunction } from "./shell-function.ts";

/** One host before a change, in the names of its family. */
export interface Situation {
	/** The name of our record on the host. */
	readonly owner: string;
	readonly desired: Desired;
	readonly observed: Observed;
	/** The resource that sets the role up. Undefined: the one that the record names. */
	readonly holder?: Holder | undefined;
}

/** Steps by their place in the order of a change. */
export type Steps = { readonly [Where in Place]?: readonly Step[] };

/** What must be done for one kind. */
export interface Planned {
	readonly steps?: Steps;
	/** Why our unit must put things in place again, as its script knows the order: `172.18.0.70/32 is missing`. */
	readonly unit?: readonly string[];
	/** Why the role's own script must run. */
	readonly script?: readonly string[];
}

/** A declared state together with what a look found. */
export interface View {
	/** As declared: with places for names that differ between families, and for secrets. */
	readonly declared: Desired;
	/** The declared state with the values of its secrets. */
	readonly filled: Desired;
	readonly observed: Observed;
}

export type TakenBackBy = "our unit" | "steps";

interface Every<Name extends KindName> extends Question<FoundState[Name]> {
	/** How a thing of this kind is called in the list of all that a host gets (`lvsctl render`): `UDP port`. */
	readonly title: string;
	/** Lines of that list. Default: `title key: state`. */
	list?(wanted: HostState[Name]): string[];
	/**
	 * The declared things with each of their texts, also in keys, changed by `local`, for one into the names of a family. Or the reason why these things have no
	 * such texts: their names never differ between families.
	 */
	readonly localise:
		| ((
				wanted: HostState[Name],
				local: (text: string) => string,
		  ) => HostState[Name])
		| { readonly never: string };
	/** What must be done to make what was found equal to what is desired. */
	plan(situation: Situation): Planned;
	/**
	 * What takes these things back when the role goes: our unit when it stops, or a step. If our unit failed to take something back, steps do so before anything
	 * else.
	 */
	readonly takenBackBy: TakenBackBy;
	/** What was found, in the shape of the declaration. Equal to the declaration where nothing differs. */
	live(view: View): HostState[Name];
}

/** A kind whose things a host may have had, in some state, before us. */
interface FoundKind<Name extends FoundKindName> extends Every<Name> {
	readonly noted: {
		/** The things whose state the record notes. Default: the declared ones. */
		things?(situation: Situation): readonly string[];
		/**
		 * The state in which a thing was found, in one line of text. If another role of ours holds the thing already, the record
		 * notes what that role found.
		 */
		found(thing: string, situation: Situation): string;
		/** Whether a thing goes back as soon as it is no longer declared. If not, it goes back only when the role is removed. */
		readonly untilDropped: boolean;
		/** Whether things that are no longer declared stay for now, because what replaces them is not in place yet. A later round returns them. */
		waits?(situation: Situation): boolean;
		/** Each role has its own part of these things, so it does not matter whether another role holds the same thing. */
		readonly perRole?: true;
	};
	/** The steps that return things to what was found. The caller leaves out things that another role of ours holds too. */
	giveBack(found: Found, situation: Situation): Steps;
	/** What a removal leaves on the host, each with the reason. Its record is gone by then: `observed` has it as it was. */
	left?(found: Found, observed: Observed, desired: Desired): string[];
}

/** A kind whose things nobody but us makes. */
type MadeKind<Name extends MadeKindName> = Every<Name> & {
	readonly made: {
		/** The word before a thing's name in the record: `routing`. */
		readonly word: string;
		/** The names of the things that are made for a declaration. */
		names(desired: Desired): readonly string[];
		/** Shell text that undoes one thing. It must also succeed where the thing is gone already. */
		undo(name: string): string;
		readonly undoneAt: Place;
	};
} & (
		| { readonly takenBackBy: "steps" }
		| {
				readonly takenBackBy: "our unit";
				/** Whether a look found the thing. */
				isThere(name: string, observed: Observed): boolean;
		  }
	);

/** The rules of IPVS. The record lists the keys of those that are ours. */
interface RulesKind extends Every<"ipvs"> {
	/** The steps that delete our rules. */
	giveBack(situation: Situation, ours: readonly string[]): Steps;
}

/** One kind of host state: how its things are looked at, planned, noted, returned and shown. */
export type Kind<Name extends KindName> = Name extends FoundKindName
	? FoundKind<Name>
	: Name extends MadeKindName
		? MadeKind<Name>
		: RulesKind;

/** The part that all kinds have in common. */
export type EveryKind = Every<KindName>;

/** How a kind of step describes itself, its shell text, and what a change must know of it. */
export interface Action<Kind extends Step["kind"]> {
	/** For progress, previews and errors: `write /etc/ipvsadm.rules`. */
	describe(step: StepOf<Kind>): string;
	/** Shell text. Its last exit status tells whether the step was done. */
	render(step: StepOf<Kind>, family: Family): string;
	/** The functions that its shell text calls. `stepsWith` fills this in. Default: none. */
	readonly functions?: readonly ShellFunction[];
	/** How many seconds the steps of this kind may take in one change, all together. Default: next to none. */
	seconds?(steps: readonly StepOf<Kind>[]): number;
	/** What must be done on the host before the change that has the step, without the lock. Default: nothing. */
	before?(step: StepOf<Kind>, session: Session): Promise<void>;
}

export type Actions<Kinds extends Step["kind"]> = {
	readonly [Kind in Kinds]: Action<Kind>;
};
