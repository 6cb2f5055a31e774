import type { FailoverCheck } from "../model/cluster.ts";
import type { DesiredFailoverCheck } from "../model/desired-failover.ts";
import { quote, quoteWords } from "../model/quote.ts";

/** The check whether a director can have the VIP: in its desired state, and for the templates. */
export function failoverCheck(check: FailoverCheck): {
	readonly desired: DesiredFailoverCheck;
	readonly view: object;
} {
	const { command, runAs, timeoutSeconds } = check;
	const words = quoteWords(command);
	const run = `timeout -k 1 ${timeoutSeconds} setpriv --reuid=${runAs} --regid="$(id -g ${runAs})" --init-groups -- ${words} </dev/null >/dev/null 2>&1`;
	return {
		desired: { program: command[0] ?? "", words, run },
		view: {
			...{ words, run },
			quoted: quote(words),
			every: check.everySeconds,
			// it ends by itself when its time is over, and says so
			patience: timeoutSeconds + 3,
			failures: check.failures,
		},
	};
}
