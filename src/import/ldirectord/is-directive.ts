import { globalWords } from "./global-words.ts";
import { virtualWords } from "./virtual-words.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Whether ldirectord has a directive of this name, anywhere. */
export function isDirective(keyword: string): boolean {
	return [globalWords, virtualWords].some((words) => isIn(words, keyword));
}

/** Whether one part of a file may have it. */
export function isIn(
	{ read, meaningless, refused }: Vocabulary,
	keyword: string,
): boolean {
	return [read, meaningless, refused].some((words) =>
		Object.hasOwn(words, keyword),
	);
}
