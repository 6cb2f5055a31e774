/** What a record says of a file: what was in its place before us. */
export interface FileNote {
	/** Whether there was a file. */
	readonly existed: boolean;
	/** The block of the file that is ours. Undefined: the whole file is ours. */
	readonly block?: string;
	/** Where the file that was there is kept. Undefined: there was none, or only a block is ours. */
	readonly original?: string;
}

export function formatFileNote({ existed, block, original }: FileNote): string {
	if (block !== undefined)
		return `${existed ? "present" : "absent"} block ${block}`;
	return original ?? "absent";
}

export function parseFileNote(words: string): FileNote {
	const [, presence, block] = /^(present|absent) block (.*)$/.exec(words) ?? [];
	if (block !== undefined) return { existed: presence === "present", block };
	return words.startsWith("/")
		? { existed: true, original: words }
		: { existed: words !== "absent" };
}
