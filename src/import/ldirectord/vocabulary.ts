import type { ReadValue } from "./values.ts";

/** The directives of one part of a ldirectord.cf, and what is done with each. */
export interface Vocabulary {
	/** The part, in a sentence. */
	readonly of: string;
	/** Directive -> what it takes. The caller reads these. */
	readonly read: Readonly<Record<string, ReadValue>>;
	/** Left out: they have no meaning for a declaration. */
	readonly meaningless: Readonly<Record<string, ReadValue>>;
	/** Directive -> why it cannot be declared, and what to write instead. */
	readonly refused: Readonly<Record<string, string>>;
	/** Directive -> why ldirectord itself refuses it. */
	readonly outdated: Readonly<Record<string, string>>;
	/** What is said of a directive that only the other part has. */
	readonly elsewhere: string;
}
