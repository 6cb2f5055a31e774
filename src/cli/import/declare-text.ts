import { declareRules, type Imported } from "../../import/declare-rules.ts";
import { notRules } from "../../import/not-rules.ts";
import { readRules } from "../../import/read-rules.ts";
import { UsageError } from "../usage-error.ts";

/**
 * The clusters that a text of rules declares.
 *
 * @param source the text, as the user named it
 * @param options.piped whether a command of the user's may have printed it, and may have failed
 * @param options.markVip the VIP of services that are firewall marks, where the rules do not tell it
 * @throws UsageError where the text has no rules, or a VIP is named for marks and none is there
 */
export function declareText(
	text: string,
	source: string,
	{
		piped,
		markVip,
	}: { readonly piped: boolean; readonly markVip: string | undefined },
): Imported {
	const why = notRules(text);
	if (why !== undefined) throw new UsageError(`${source}: ${why}`);
	const rules = readRules(text);
	if (rules.services.length === 0 && rules.unread.length === 0)
		throw new UsageError(
			`${source}: no rules in it${piped ? "; if a command stands before the pipe, it may have failed" : ""}`,
		);
	if (
		markVip !== undefined &&
		!rules.services.some(({ rule }) => rule.match.protocol === "fwmark")
	)
		throw new UsageError(
			`--vip ${markVip}: no service of ${source} is a firewall mark, and the others tell their VIP; leave it out`,
		);
	return declareRules(rules, { markVip });
}
