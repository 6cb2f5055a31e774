/** The keywords that may be in a block, and what is done with each. */
export interface Vocabulary {
	/** The name of the block, in a sentence. */
	readonly of: string;
	/** The caller reads these. */
	readonly read: readonly string[];
	/** Left out: they have no meaning for a declaration. */
	readonly meaningless: readonly (string | RegExp)[];
	/** Keyword -> why it cannot be declared, and what to write instead. */
	readonly refused: Readonly<Record<string, string>>;
	/** Keywords that may have a block. */
	readonly blocks: readonly string[];
	/** Keyword -> how many of its first values are names, which may be any word. */
	readonly names?: Readonly<Record<string, number>>;
}
