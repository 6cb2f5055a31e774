import { RemoteError } from "../errors.ts";
import type { Session } from "./session.ts";
import { tail } from "./tail.ts";

/**
 * Runs a script that must succeed. @returns its standard output.
 *
 * @throws RemoteError with the exit code of the script and the last lines of its standard error.
 */
export async function runToEnd(
	session: Session,
	script: string,
	options: {
		readonly doing: string;
		/** Default 60. */
		readonly timeoutSeconds?: number;
		/** What the user should do when the script fails. */
		readonly advice?: string;
	},
): Promise<string> {
	const { doing, timeoutSeconds = 60, advice } = options;
	const { exit, stdout, stderr } = await session.run(script, {
		doing,
		timeoutSeconds,
	});
	if (exit === 0) return stdout;
	throw new RemoteError({
		host: session.host,
		doing,
		saw: `exit ${exit}${tail(stderr)}`,
		...(advice === undefined ? {} : { advice }),
	});
}
