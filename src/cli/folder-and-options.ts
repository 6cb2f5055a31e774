import { UsageError } from "./usage-error.ts";

/**
 * Tells the folder from the options for pulumi, which stand after `--`: there may be options without a folder.
 *
 * @param operands what is no option of ours, as commander gives it, without the `--`
 * @param words all that was typed
 */
export function folderAndOptions(
	operands: readonly string[],
	words: readonly string[],
): { readonly folder: string; readonly options: readonly string[] } {
	const dashes = words.indexOf("--");
	const count = dashes === -1 ? 0 : words.length - dashes - 1;
	const [folder = ".", second] = operands.slice(0, operands.length - count);
	if (second !== undefined)
		throw new UsageError(
			`${second}: one folder is enough; options for pulumi stand after --, like: lvsctl preview ${folder} -- --diff`,
		);
	return { folder, options: operands.slice(operands.length - count) };
}
