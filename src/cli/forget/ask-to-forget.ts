import { confirm } from "../confirm.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { type Forgotten, forgetHost } from "./forget-host.ts";
import { formatForgotten, formatLeaving } from "./format-forgotten.ts";

/**
 * Forgets a host after its user agreed, and prints everything about it.
 *
 * @param yes asks nothing
 * @returns what was done; undefined if the user said no.
 */
export async function askToForget(
	stack: Stack,
	word: string,
	{ yes, say }: { readonly yes: boolean; say(text: string): void },
): Promise<Forgotten | undefined> {
	const done = await forgetHost(stack, word, (leaving) => {
		say(formatLeaving(leaving));
		return confirm(`Forget ${word}?`, yes);
	});
	say(done === undefined ? "nothing was changed" : formatForgotten(done));
	return done;
}
