/** The keywords that may stand in a block, and what is done with each. */
export interface Vocabulary {
	/** What the block is, in a sentence. */
	readonly of: string;
	/** Read by who asks. */
	readonly read: readonly string[];
	/** Left out: means nothing for a declaration. */
	readonly meaningless: readonly (string | RegExp)[];
	/** Keyword -> why it cannot be said, and what to write instead. */
	readonly refused: Readonly<Record<string, string>>;
	/** Those behind which a block may stand. */
	readonly blocks: readonly string[];
	/** Keyword -> how many of its first values are names, which may be any word. */
	readonly names?: Readonly<Record<string, number>>;
}
